//! The real server, and a browser's tab as far as speed goes: it listens to its stream of events and
//! fetches its page when it hears that it changed.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

/// `nutgraf serve` at work; it ends with this value.
pub struct Server {
    child: Child,
    /// `127.0.0.1:40123`
    host: String,
}

impl Server {
    pub fn start(site: &Path) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_nutgraf"))
            .args(["serve", "--port", "0", "--as-of", "2026-03-01", "--root"])
            .arg(site)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("nutgraf serve");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let host = lines.by_ref().find_map(|line| {
            let line = line.expect("text");
            let (_, rest) = line.split_once("http://")?;
            Some(rest.split('/').next()?.to_string())
        });
        // What it says later is read too, or it would wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let host = host.expect("the address it serves at");
        Server { child, host }
    }

    /// Status and text of what stands at an address.
    pub fn get(&self, address: &str) -> (u16, String) {
        let mut stream = self.ask(address, "Connection: close\r\n");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        (status.expect("a status"), body.to_string())
    }

    /// Asks as HTTP/1.0 does: whatever comes is the answer as it is.
    fn ask(&self, address: &str, head: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        let host = &self.host;
        write!(
            stream,
            "GET /{address} HTTP/1.0\r\nHost: {host}\r\n{head}\r\n"
        )
        .expect("a question");
        stream
    }

    /// What the server holds in memory, in kB.
    pub fn resident(&self) -> usize {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).expect("Linux");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().next());
        number
            .and_then(|number| number.parse().ok())
            .expect("a number")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A tab that shows one page.
pub struct Tab<'s> {
    server: &'s Server,
    address: String,
    events: Receiver<(String, Value)>,
    stream: TcpStream,
}

impl<'s> Tab<'s> {
    pub fn open(server: &'s Server, address: &str) -> Tab<'s> {
        let stream = server.ask(&format!(".nutgraf/events?page=%2F{address}"), "");
        let (tell, events) = channel();
        let lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
        std::thread::spawn(move || {
            let mut name = String::new();
            for line in lines.map_while(Result::ok) {
                if let Some(event) = line.strip_prefix("event: ") {
                    name = event.to_string();
                } else if let Some(data) = line.strip_prefix("data: ")
                    && let Ok(data) = serde_json::from_str(data)
                    && tell.send((name.clone(), data)).is_err()
                {
                    return;
                }
            }
        });
        Tab {
            server,
            address: address.to_string(),
            events,
            stream,
        }
    }

    /// Waits until the page holds this text, as a tab does: it fetches the page whenever it hears that
    /// it changed. None if that takes longer than the time given.
    pub fn until_shown(&self, text: &str, patience: Duration) -> Option<Duration> {
        let begun = Instant::now();
        self.hear(patience, |name, _| {
            name == "page" && self.server.get(&self.address).1.contains(text)
        })
        .then(|| begun.elapsed())
    }

    /// Waits until all is rendered and checked.
    pub fn until_idle(&self, patience: Duration) -> bool {
        let is_whole = self.hear(patience, |name, data| {
            name == "problems" && data["complete"] == Value::Bool(true)
        });
        // Nothing may lie about that tells of something else.
        while self.events.recv_timeout(Duration::from_millis(20)).is_ok() {}
        is_whole
    }

    fn hear(&self, patience: Duration, mut is_it: impl FnMut(&str, &Value) -> bool) -> bool {
        let end = Instant::now() + patience;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok((name, data)) if is_it(&name, &data) => return true,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return false,
            }
        }
    }
}

impl Drop for Tab<'_> {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(std::net::Shutdown::Both);
    }
}
