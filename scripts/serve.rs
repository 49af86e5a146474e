//! Serves a folder to this machine alone: `serve FOLDER PORT`. Nothing but files, nothing but reading.

use std::io::{BufRead, BufReader, Result, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, thread};

/// What a browser must be told of a file, by the ending of its name. It compiles a program while
/// it arrives only if it is told that it is one.
const TYPES: &[(&str, &str)] = &[
    ("css", "text/css; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
];

/// The longest head of a request that is read, in lines.
const MAX_LINES: usize = 100;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(folder), Some(Ok(port))) = (arguments.next(), arguments.next().map(|it| it.parse()))
    else {
        eprintln!("usage: serve FOLDER PORT");
        return ExitCode::from(2);
    };
    let listener = match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("port {port} can't be used: {error}; choose another with PORT=8081 make run");
            return ExitCode::FAILURE;
        }
    };
    println!("Migrascope is at http://localhost:{port}  (Ctrl C stops it)");
    for stream in listener.incoming().flatten() {
        let folder = PathBuf::from(&folder);
        // A browser that goes away in the middle of an answer is no matter of ours.
        thread::spawn(move || answer(&folder, stream).ok());
    }
    ExitCode::SUCCESS
}

fn answer(folder: &Path, mut stream: TcpStream) -> Result<()> {
    let mut head = BufReader::new(stream.try_clone()?).lines().take(MAX_LINES);
    let request = head.next().transpose()?.unwrap_or_default();
    while head.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let found = file(folder, target).and_then(|path| Some((fs::read(&path).ok()?, path)));
    let (status, kind, body) = match (method, found) {
        ("GET" | "HEAD", Some((body, path))) => ("200 OK", kind(&path), body),
        ("GET" | "HEAD", None) => ("404 Not Found", "text/plain", b"no such file\n".to_vec()),
        _ => ("405 Method Not Allowed", "text/plain", b"only reading\n".to_vec()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// The file that is asked for, if it is one of the folder's.
fn file(folder: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    let inside = path.components().all(|it| matches!(it, Component::Normal(_)));
    inside.then(|| folder.join(path)).filter(|it| it.is_file())
}

fn kind(path: &Path) -> &'static str {
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    TYPES.iter().find(|(it, _)| *it == ending).map_or("application/octet-stream", |(_, kind)| kind)
}
