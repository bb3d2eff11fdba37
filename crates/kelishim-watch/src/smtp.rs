//! A mail handed to a relay of the same machine or network, RFC 5321. No TLS and no password: the relay has both.

use crate::plan::Mail;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

/// For every answer of the relay.
const PATIENCE: Duration = Duration::from_secs(20);

/// Octets of an answer's line at most.
const LINE: u64 = 4096;

/// Hands over a message; when it comes back without an error the relay has taken charge of it.
pub fn send(mail: &Mail, message: &str) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{}: {error}", mail.relay);
    let address =
        mail.relay.to_socket_addrs().map_err(told)?.next().ok_or_else(|| format!("{}: no address", mail.relay))?;
    let stream = TcpStream::connect_timeout(&address, PATIENCE).map_err(told)?;
    stream.set_read_timeout(Some(PATIENCE)).and_then(|()| stream.set_write_timeout(Some(PATIENCE))).map_err(told)?;
    let mut relay = Relay { lines: BufReader::new(stream.try_clone().map_err(told)?), stream };
    relay.talk(mail, message).map_err(|problem| format!("{}: {problem}", mail.relay))
}

struct Relay {
    lines: BufReader<TcpStream>,
    stream: TcpStream,
}

impl Relay {
    fn talk(&mut self, mail: &Mail, message: &str) -> Result<(), String> {
        self.answer(2)?;
        let host = mail.from.rsplit('@').next().unwrap_or("localhost");
        self.say(&format!("EHLO {host}"), 2)?;
        self.say(&format!("MAIL FROM:<{}>", mail.from), 2)?;
        for to in &mail.to {
            self.say(&format!("RCPT TO:<{to}>"), 2)?;
        }
        self.say("DATA", 3)?;
        // A line that begins with a full stop would end the message.
        let stuffed = message.replace("\r\n.", "\r\n..");
        let end = if stuffed.ends_with("\r\n") { "." } else { "\r\n." };
        self.say(&format!("{stuffed}{end}"), 2)?;
        // The message is the relay's by now, whatever becomes of the connection.
        let _ = self.say("QUIT", 2);
        Ok(())
    }

    fn say(&mut self, line: &str, wanted: u8) -> Result<(), String> {
        self.stream.write_all(format!("{line}\r\n").as_bytes()).map_err(|e| e.to_string())?;
        self.answer(wanted)
    }

    /// An answer of one or more lines, whose first digit must be `wanted`.
    fn answer(&mut self, wanted: u8) -> Result<(), String> {
        for _ in 0..100 {
            let mut bytes = vec![];
            let read = self.lines.by_ref().take(LINE).read_until(b'\n', &mut bytes).map_err(|e| e.to_string())?;
            if read == 0 {
                return Err("the relay hung up".to_owned());
            }
            let line = String::from_utf8_lossy(&bytes);
            if line.as_bytes().get(3) == Some(&b'-') {
                continue;
            }
            let good = line.as_bytes().first() == Some(&(b'0' + wanted));
            return if good { Ok(()) } else { Err(line.trim().chars().take(200).collect()) };
        }
        Err("the relay talks without end".to_owned())
    }
}
