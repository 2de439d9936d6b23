use nutgraf::{build::*, input::*, values::Date};
fn main() {
    let root = std::env::args().nth(1).unwrap();
    let mut t = InputTree::new();
    for e in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let e = e.unwrap();
        if e.file_type().is_file() {
            let p = e
                .path()
                .strip_prefix(&root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_string();
            if p.starts_with("content/") || p.starts_with("themes/") {
                t.insert(
                    FilePath::new(&p),
                    InputFile::new(std::fs::read(e.path()).unwrap()),
                );
            }
        }
    }
    let b = build(
        &t,
        &Options {
            as_of: Date::parse("2026-11-21").unwrap(),
            base_url: None,
            drafts: false,
        },
    );
    print!("{}", nutgraf::diagnostics::human(&b.located(), false));
    println!("{:?} outputs {}", b.report, b.outputs.len());
    if let Some(o) = std::env::args().nth(2) {
        for (p, by) in b.outputs.iter() {
            let f = std::path::Path::new(&o).join(&**p);
            std::fs::create_dir_all(f.parent().unwrap()).unwrap();
            std::fs::write(f, by).unwrap();
        }
    }
}
