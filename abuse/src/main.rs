//! `lingdi-abuse run READER SEED FROM SECONDS`, `replay READER FILE`, `make READER SEED STEP`.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use lingdi_abuse::{Reader, input, seeds, worker};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match answer(&words) {
        Ok(text) if std::io::stdout().write_all(&text).is_ok() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(why) => {
            let _told = writeln!(std::io::stderr(), "{why}");
            ExitCode::FAILURE
        }
    }
}

fn answer(words: &[&str]) -> Result<Vec<u8>, String> {
    let usage = "lingdi-abuse run READER SEED FROM SECONDS | replay READER FILE | make READER SEED STEP";
    let reader = words.get(1).and_then(|name| Reader::named(name)).ok_or(usage)?;
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<u64>().ok()).ok_or(usage);
    let failed = |error: std::io::Error| error.to_string();
    match words {
        ["run", ..] => {
            let time = Duration::from_secs(number(4)?);
            let report = worker::run(reader, number(2)?, number(3)?, time).map_err(failed)?;
            serde_json::to_vec_pretty(&report).map_err(|error| error.to_string())
        }
        ["replay", _, file] => {
            let faults = worker::replay(reader, &std::fs::read(file).map_err(failed)?);
            if faults.is_empty() { Ok(b"within the limits\n".to_vec()) } else { Err(faults.join("\n")) }
        }
        ["make", ..] => Ok(input(reader, &seeds::of(reader).map_err(failed)?, number(2)?, number(3)?)),
        _ => Err(usage.to_owned()),
    }
}
