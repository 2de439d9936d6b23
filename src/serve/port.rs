//! The port: the one asked for or the next that is free, and who has those that are not.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::time::Duration;

use serde_json::Value;

use super::guard::in_url;
use crate::disk::{DiskError, reason};

/// So many ports after the one asked for are tried.
const TRIED: u16 = 20;
/// Long enough for a program on this machine to say who it is.
const PATIENCE: Duration = Duration::from_millis(300);

/// A port that could not be had.
#[derive(Debug)]
pub struct Taken {
    pub port: u16,
    /// In words; None if nobody can tell.
    pub by: Option<String>,
}

/// Listens at a host, at the port or one of the next; 0 is any that is free.
pub fn listen(host: &str, port: u16) -> Result<(TcpListener, Vec<Taken>), DiskError> {
    let plain = host.trim_start_matches('[').trim_end_matches(']');
    let found = (plain, 0).to_socket_addrs().ok();
    let Some(address) = found
        .and_then(|mut found| found.next())
        .map(|found| found.ip())
    else {
        return Err(DiskError::new(format!("there is no host `{host}`"))
            .hint("--host names an address of this machine, such as 127.0.0.1"));
    };
    let mut taken = Vec::new();
    let last = port.saturating_add(if port == 0 { 0 } else { TRIED });
    for port in port..=last {
        match TcpListener::bind((address, port)) {
            Ok(listener) => return Ok((listener, taken)),
            Err(error) if error.kind() == ErrorKind::AddrInUse => taken.push(Taken {
                port,
                by: owner(address, port),
            }),
            Err(error) => {
                let at = format!("{}:{port}", in_url(host));
                let message = format!("cannot listen at {at}: {}", reason(&error));
                return Err(DiskError::new(message).hint("name others with --host and --port"));
            }
        }
    }
    Err(
        DiskError::new(format!("the ports {port} to {last} are all taken"))
            .hint("name another with --port; 0 picks one that is free"),
    )
}

fn owner(address: IpAddr, port: u16) -> Option<String> {
    match preview_at(address, port) {
        Some(site) => Some(format!("the preview of {site}")),
        None => program_at(port),
    }
}

/// The site whose preview is at a port.
fn preview_at(address: IpAddr, port: u16) -> Option<String> {
    let address = match address {
        any if any.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        address => address,
    };
    let place = SocketAddr::new(address, port);
    let mut stream = TcpStream::connect_timeout(&place, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    let request =
        format!("GET /.nutgraf/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    // Whoever else is there may say more than we want to hear.
    let _ = stream.take(4096).read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let said: Value = serde_json::from_str(answer.split_once("\r\n\r\n")?.1).ok()?;
    match said["program"].as_str() {
        Some("nutgraf") => said["site"].as_str().map(str::to_string),
        _ => None,
    }
}

/// The program that listens at a port, where the system tells: Linux, of one's own programs.
fn program_at(port: u16) -> Option<String> {
    let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| listening_sockets(&table, port))
        .collect();
    let processes = fs::read_dir("/proc").ok()?.flatten();
    let mut named = processes.filter_map(|process| {
        let name = process.file_name().into_string().ok()?;
        let number: u32 = name.parse().ok()?;
        let open = fs::read_dir(process.path().join("fd")).ok()?;
        let mut open = open
            .flatten()
            .filter_map(|open| fs::read_link(open.path()).ok());
        let is_owner = |link: &std::path::Path| {
            let link = link.to_string_lossy();
            sockets
                .iter()
                .any(|socket| *link == format!("socket:[{socket}]"))
        };
        open.any(|link| is_owner(&link)).then_some(())?;
        let program = fs::read_to_string(process.path().join("comm")).ok()?;
        Some(format!("{} (process {number})", program.trim()))
    });
    named.next()
}

/// The numbers of the sockets that listen at a port, of a table of the system.
fn listening_sockets(table: &str, port: u16) -> Vec<String> {
    let rows = table.lines().skip(1);
    rows.filter_map(|row| {
        let cells: Vec<&str> = row.split_whitespace().collect();
        let (_, hex) = cells.get(1)?.rsplit_once(':')?;
        let listens = *cells.get(3)? == "0A";
        let is_here = u16::from_str_radix(hex, 16).ok()? == port;
        (listens && is_here).then(|| cells.get(9).map(|socket| socket.to_string()))?
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_gives_way_to_the_next() {
        let (first, _) = listen("127.0.0.1", 0).expect("a port");
        let port = first.local_addr().expect("an address").port();
        let (second, taken) = listen("127.0.0.1", port).expect("another port");
        let next = second.local_addr().expect("an address").port();
        assert!(next > port && next <= port + TRIED);
        assert_eq!(taken[0].port, port);
        if cfg!(target_os = "linux") {
            let number = std::process::id();
            let by = taken[0].by.as_deref().unwrap_or_default();
            assert!(by.contains(&format!("(process {number})")), "{by}");
        }
    }

    #[test]
    fn a_host_that_is_not_is_told() {
        let error = listen("no such host", 0).expect_err("no host");
        assert!(
            error
                .to_string()
                .contains("there is no host `no such host`")
        );
        // Of the documentation's own network: no machine has it.
        let error = listen("192.0.2.1", 0).expect_err("not ours");
        assert!(
            error.to_string().contains("cannot listen at 192.0.2.1:0"),
            "{error}"
        );
    }
}
