//! `schema`: what editors need to complete and check the site's files while somebody types.

use std::fs;
use std::path::Path;

use super::arguments::SchemaOptions;
use super::place::{self, shown};
use super::screen::Screen;
use super::words::count;
use super::{Ending, Failure};
use crate::build;
use crate::disk::{self, DiskError};
use crate::editing::{self, SCHEMA_MARK, Schema};
use crate::values::suggestion;

/// Prints one schema, or writes them all and says how an editor finds them.
pub fn schema(options: &SchemaOptions, screen: &Screen) -> Result<Ending, Failure> {
    let schemas = editing::schemas(&build::all_codes());
    if let Some(name) = &options.name {
        let Some(schema) = schemas.iter().find(|schema| schema.name == name) else {
            let names = schemas.iter().map(|schema| schema.name);
            let hint = suggestion(name, names).unwrap_or_default();
            return Err(Failure::with_hint(
                format!("there is no schema `{name}`"),
                hint,
            ));
        };
        screen.print(&schema.text())?;
        return Ok(Ending::Done);
    }
    let folder = match &options.out {
        Some(folder) => folder.clone(),
        None => place::site(options.root.as_deref())?.join(".nutgraf/schema"),
    };
    for schema in &schemas {
        refuse_what_is_not_ours(&folder.join(schema.file_name()))?;
    }
    for schema in &schemas {
        disk::write_file(&folder.join(schema.file_name()), schema.text().as_bytes())?;
    }
    let wrote = count(schemas.len(), "schema");
    screen.tell(&format!("wrote {wrote} to {}\n", shown(&folder)));
    screen.tell("This is how Taplo and Even Better TOML find them, in .taplo.toml of the site's folder:\n\n");
    screen.print(&rules(&schemas, options.out.as_deref()))?;
    Ok(Ending::Done)
}

/// A file of the same name that we did not write stays.
fn refuse_what_is_not_ours(place: &Path) -> Result<(), Failure> {
    match fs::read(place) {
        Ok(bytes) if !String::from_utf8_lossy(&bytes).contains(SCHEMA_MARK) => {
            Err(Failure::with_hint(
                format!(
                    "`nutgraf schema` did not write {}; nothing was written",
                    shown(place)
                ),
                "name a folder of its own with --out",
            ))
        }
        Err(error) if place.exists() => Err(DiskError::io("read", place, &error).into()),
        _ => Ok(()),
    }
}

/// What `.taplo.toml` has to say. Front matter stands in Markdown, which Taplo does not open.
fn rules(schemas: &[Schema], out: Option<&Path>) -> String {
    let folder = match out {
        Some(folder) => shown(folder),
        None => ".nutgraf/schema".to_string(),
    };
    let folder = folder.replace('\\', "/");
    let files = schemas.iter().filter(|schema| schema.of.ends_with(".toml"));
    let rules = files.map(|schema| {
        format!(
            "[[rule]]\ninclude = [\"{}\"]\nschema = {{ path = \"{}/{}\" }}\n",
            schema.of,
            folder.trim_end_matches('/'),
            schema.file_name()
        )
    });
    rules.collect::<Vec<_>>().join("\n")
}
