//! Talks to a preview as a browser does, over plain sockets.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Far longer than any step takes, so that a busy machine fails no test.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// Where a preview listens on this machine.
#[derive(Clone, Copy, Debug)]
pub struct Port(pub u16);

impl Port {
    pub fn connect(self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.0)).expect("it listens");
        stream.set_read_timeout(Some(DEADLINE)).expect("set");
        stream
    }

    /// Sends exactly these bytes and gives the answer; the request must ask for the connection to end.
    pub fn raw(self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request).expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        Answer::new(&bytes)
    }

    /// A request with a `Host` of ours and these further header lines.
    pub fn request(self, method: &str, path: &str, headers: &[&str]) -> Answer {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n",
            self.0
        );
        for header in headers {
            request.push_str(header);
            request.push_str("\r\n");
        }
        request.push_str("\r\n");
        self.raw(request.as_bytes())
    }

    pub fn get(self, path: &str) -> Answer {
        self.request("GET", path, &[])
    }

    /// A connection for many requests.
    pub fn stay(self) -> Connection {
        let stream = self.connect();
        stream.set_nodelay(true).expect("set");
        Connection {
            stream: BufReader::new(stream),
            port: self,
        }
    }

    /// A tab that shows a path.
    pub fn tab(self, path: &str) -> Tab {
        let page: String = path
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                    char::from(byte).to_string()
                }
                _ => format!("%{byte:02X}"),
            })
            .collect();
        let mut stream = self.connect();
        stream.set_read_timeout(None).expect("set");
        let request = format!(
            "GET /.nutgraf/events?page={page} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            self.0
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let (sender, events) = mpsc::channel();
        let reader = BufReader::new(stream.try_clone().expect("the same stream"));
        thread::spawn(move || {
            let mut name = String::new();
            // Chunks end at line ends, so their lengths are lines of their own.
            for line in reader.lines() {
                let Ok(line) = line else { return };
                if let Some(event) = line.strip_prefix("event: ") {
                    name = event.to_string();
                } else if let Some(data) = line.strip_prefix("data: ") {
                    let data = serde_json::from_str(data).expect("JSON");
                    let event = Event {
                        name: name.clone(),
                        data,
                        at: Instant::now(),
                    };
                    if sender.send(event).is_err() {
                        return;
                    }
                }
            }
        });
        Tab { stream, events }
    }
}

#[derive(Debug)]
pub struct Event {
    pub name: String,
    pub data: Value,
    pub at: Instant,
}

/// What a tab hears.
pub struct Tab {
    stream: TcpStream,
    events: Receiver<Event>,
}

impl Tab {
    /// The next event of a name for which something holds; others are passed over.
    pub fn hears(&self, name: &str, holds: impl Fn(&Value) -> bool) -> Event {
        let until = Instant::now() + DEADLINE;
        let mut passed = Vec::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(event) if event.name == name && holds(&event.data) => return event,
                Ok(event) => passed.push(event),
                Err(_) => panic!("no such event `{name}`; there were {passed:?}"),
            }
        }
    }

    /// The next event.
    pub fn next(&self) -> Event {
        self.events.recv_timeout(DEADLINE).expect("another event")
    }

    /// Everything heard so far.
    pub fn heard(&self) -> Vec<Event> {
        self.events.try_iter().collect()
    }

    /// Whether the stream has ended.
    pub fn has_ended(&self) -> bool {
        matches!(
            self.events.try_recv(),
            Err(mpsc::TryRecvError::Disconnected)
        )
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// Asks again and again over one connection, for whoever asks for all addresses of a site.
pub struct Connection {
    stream: BufReader<TcpStream>,
    port: Port,
}

impl Connection {
    pub fn get(&mut self, path: &str) -> Answer {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            self.port.0
        );
        self.stream
            .get_mut()
            .write_all(request.as_bytes())
            .expect("sent");
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n\r\n") {
            let read = self.stream.read_until(b'\n', &mut bytes).expect("a head");
            assert!(read > 0, "{}", String::from_utf8_lossy(&bytes));
        }
        let mut answer = Answer::new(&bytes);
        let length = answer.header("content-length").expect("a length");
        answer.body = vec![0; length.parse().expect("a number")];
        self.stream.read_exact(&mut answer.body).expect("a body");
        answer
    }
}

/// An answer as it came over the wire.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    fn new(bytes: &[u8]) -> Answer {
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap_or_else(|| panic!("no head: {}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let headers = lines.filter_map(|line| {
            let (name, value) = line.split_once(": ")?;
            Some((name.to_ascii_lowercase(), value.to_string()))
        });
        Answer {
            status: status.expect("a status"),
            headers: headers.collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(known, _)| known == name)?;
        Some(value)
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    /// What the tag of the client says: `epoch`, `generation` or `version`.
    pub fn said_to_client(&self, what: &str) -> String {
        let text = self.text();
        let mark = format!("data-{what}=\"");
        let (_, rest) = text.split_once(&mark).expect("the client");
        rest.split_once('"').expect("a value").0.to_string()
    }

    /// The page without the client.
    pub fn page(&self) -> String {
        let text = self.text();
        let (before, rest) = text
            .split_once("<script src=\"/.nutgraf/client.js\" ")
            .expect("the client");
        let (_, after) = rest.split_once("</script>").expect("its end");
        format!("{before}{after}")
    }
}

/// Waits until something is so; it says what is not.
pub fn wait_for<T>(what: &str, look: impl Fn() -> Result<T, String>) -> T {
    let until = Instant::now() + DEADLINE;
    loop {
        match look() {
            Ok(found) => return found,
            Err(instead) if Instant::now() > until => panic!("{what} never; instead: {instead}"),
            Err(_) => thread::sleep(Duration::from_millis(5)),
        }
    }
}
