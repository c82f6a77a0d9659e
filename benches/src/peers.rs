//! `peers`: product and peers on a generated county, in one run, into one table.

use crate::place::{Place, SET_UP, repository};
use crate::table::{Row, Rows};
use crate::tasks::{self, Run};
use crate::{Result, demo, say};

/// What may be asked on the command line.
#[derive(Debug, PartialEq)]
struct Options {
    sizes: Vec<u64>,
    tasks: Vec<String>,
    /// Runs of what takes long; the fewer the larger.
    runs: Option<usize>,
    /// Leave the document alone.
    dry: bool,
}

/// Measures every size asked for, and writes the document.
pub(crate) fn run(arguments: &[String]) -> Result {
    let options = Options::parse(arguments)?;
    let Some(place) = Place::find() else {
        say(SET_UP);
        return demo::run();
    };
    if !place.has_peers() {
        say(format!(
            "no peers under {}: ours alone (../shared/bench/setup.sh installs them)",
            place.root.display()
        ));
    }
    let conditions = conditions();
    let mut rows = Rows::open(&place.root);
    for size in &options.sizes {
        place.generate(*size)?;
        let runs = options.runs.unwrap_or(if *size > 100_000 { 1 } else { 3 });
        for task in tasks::ALL.iter().filter(|task| options.wants(task.name)) {
            say(format!("{} at {size} parcels", task.name));
            let run = Run { place: &place, size: *size, runs, rows: &rows };
            let measured = (task.measure)(&run).unwrap_or_else(|error| {
                say(format!("  failed: {error}"));
                vec![Row::failed(task.name, *size, &error.to_string())]
            });
            rows.replace(task.name, *size, measured)?;
        }
    }
    say(rows.markdown());
    if !options.dry {
        rows.write(&repository().join("docs/performance.md"), &conditions)?;
    }
    Ok(())
}

/// When and where, and how busy the machine was before the first measurement.
fn conditions() -> String {
    let said = |program: &str, argument: &str| {
        let output = std::process::Command::new(program).arg(argument).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let day = said("date", "+%F").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    format!("Newest rows of {day}, {cores} cores, load {load} before the run.")
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self { sizes: Vec::new(), tasks: Vec::new(), runs: None, dry: false };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            if argument == "--dry" {
                options.dry = true;
                continue;
            }
            let value = arguments.next().ok_or_else(|| format!("{argument} needs a value"))?;
            match argument.as_str() {
                "--size" => options.sizes = value.split(',').map(size).collect::<Result<_>>()?,
                "--task" => options.tasks = value.split(',').map(str::to_owned).collect(),
                "--runs" => options.runs = Some(value.parse()?),
                other => {
                    return Err(format!("{other} is unknown; there are --size, --task, --runs, --dry").into());
                }
            }
        }
        if options.sizes.is_empty() {
            options.sizes.push(100_000);
        }
        Ok(options)
    }

    fn wants(&self, task: &str) -> bool {
        self.tasks.is_empty() || self.tasks.iter().any(|wanted| wanted.eq_ignore_ascii_case(task))
    }
}

/// `1e5` or `100000`.
fn size(text: &str) -> Result<u64> {
    let size: f64 = text.parse()?;
    if size >= 1.0 && size.fract() == 0.0 {
        Ok(size as u64)
    } else {
        Err(format!("{text} is no number of parcels").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options> {
        Options::parse(&arguments.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn sizes_are_written_short() {
        let options = parse(&["--size", "1e4,100000", "--task", "t2", "--dry"]).unwrap();
        assert_eq!(options.sizes, [10_000, 100_000]);
        assert!(options.wants("T2") && !options.wants("T1") && options.dry);
        assert_eq!(parse(&[]).unwrap().sizes, [100_000]);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for bad in [&["--size"][..], &["--size", "many"], &["--size", "0.5"], &["--colour", "red"]] {
            assert!(parse(bad).is_err(), "{bad:?}");
        }
    }
}
