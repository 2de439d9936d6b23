//! Runs `nutgraf serve`.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

#[allow(unused_imports, reason = "each test uses its part")]
pub use talk::{Answer, Connection, DEADLINE, Event, Port, Tab, wait_for};

mod talk;

/// A preview of a folder. It ends with its owner.
pub struct Preview {
    child: Child,
    pub port: u16,
    talk: Port,
    heard: PathBuf,
    _elsewhere: tempfile::TempDir,
}

impl Preview {
    /// Starts `command`, which runs `nutgraf serve`, and waits for its address.
    pub fn start(mut command: Command) -> Preview {
        let elsewhere = tempfile::tempdir().expect("a temporary folder");
        let heard = elsewhere.path().join("stderr");
        let child = command
            .stdout(fs::File::create(elsewhere.path().join("stdout")).expect("a file"))
            .stderr(fs::File::create(&heard).expect("a file"))
            .stdin(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut preview = Preview {
            child,
            port: 0,
            talk: Port(0),
            heard,
            _elsewhere: elsewhere,
        };
        preview.hears("; Ctrl-C ends it");
        let said = preview.said();
        let (_, address) = said.split_once("serving at http://").expect("an address");
        let (_, port) = address.split_once(':').expect("a port");
        let port = port.split_once('/').expect("a path").0;
        preview.port = port.parse().expect("a number");
        preview.talk = Port(preview.port);
        preview
    }

    /// All it said to the person at the terminal.
    pub fn said(&self) -> String {
        fs::read_to_string(&self.heard).expect("stderr is a file")
    }

    pub fn hears(&self, words: &str) {
        wait_for(&format!("{words:?} is said"), || {
            let said = self.said();
            said.contains(words).then_some(()).ok_or(said)
        });
    }

    pub fn child(&self) -> &Child {
        &self.child
    }

    pub fn number(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended, and how.
    pub fn ended(&mut self) -> Option<Option<i32>> {
        let status = self.child.try_wait().expect("it can be asked");
        status.map(|status| status.code())
    }
}

impl Deref for Preview {
    type Target = Port;

    fn deref(&self) -> &Port {
        &self.talk
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// [`serve`], once the first build is whole.
pub fn serve_whole(program: Command, root: &Path, options: &[&str]) -> Preview {
    let preview = serve(program, root, options);
    preview.hears("built ");
    preview
}

/// `nutgraf serve` at any free port, of a fixed day.
pub fn serve(program: Command, root: &Path, options: &[&str]) -> Preview {
    let mut command = program;
    command
        .args(["serve", "--as-of", "2026-11-21", "--root"])
        .arg(root)
        .args(options);
    if !options.contains(&"--port") {
        command.args(["--port", "0"]);
    }
    Preview::start(command)
}
