//! The table of product and peers: its rows, kept between runs, and its place in the document.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::timing::Spread;

/// Lines of the document between which the table stands.
const BEGIN: &str = "<!-- peers: begin -->";
const END: &str = "<!-- peers: end -->";

/// One figure of ours, beside a peer's or a goal.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Row {
    /// `T1` … `T9`, `memory`, `desk`, `people`
    pub(crate) task: String,
    /// Parcels of the county.
    pub(crate) size: u64,
    pub(crate) what: String,
    pub(crate) unit: Unit,
    /// `None` when it failed.
    pub(crate) product: Option<Spread>,
    pub(crate) peer: Option<Peer>,
    pub(crate) goal: Goal,
    /// Ours and the peer's check values.
    pub(crate) checks: Option<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Unit {
    Seconds,
    Megabytes,
    Count,
}

/// The best or the named peer of a figure.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Peer {
    pub(crate) name: String,
    pub(crate) median: f64,
}

/// What the figure should be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) enum Goal {
    None,
    /// In the row's unit.
    AtMost(f64),
    /// Likewise.
    AtLeast(f64),
    /// Times the peer's: the goal, and what is aimed at.
    Ratio(f64, f64),
}

impl Row {
    /// A figure without peer, goal or check.
    pub(crate) fn new(task: &str, size: u64, what: impl Into<String>, unit: Unit, product: Spread) -> Self {
        Self {
            task: task.to_owned(),
            size,
            what: what.into(),
            unit,
            product: Some(product),
            peer: None,
            goal: Goal::None,
            checks: None,
        }
    }

    /// A task that could not be measured.
    pub(crate) fn failed(task: &str, size: u64, why: &str) -> Self {
        let what = format!("failed: {}", why.lines().next().unwrap_or_default().replace('|', "/"));
        Self { product: None, ..Self::new(task, size, what, Unit::Seconds, Spread::one(0.0)) }
    }

    /// Beside a peer, when it was measured.
    pub(crate) fn beside(mut self, peer: Option<Peer>) -> Self {
        self.peer = peer;
        self
    }

    pub(crate) fn goal(mut self, goal: Goal) -> Self {
        self.goal = goal;
        self
    }

    pub(crate) fn checked(mut self, ours: &impl ToString, theirs: Option<&impl ToString>) -> Self {
        self.checks = Some((ours.to_string(), theirs.map_or_else(String::new, ToString::to_string)));
        self
    }

    fn ratio(&self) -> Option<f64> {
        Some(self.product?.median / self.peer.as_ref()?.median)
    }

    fn verdict(&self) -> &'static str {
        let differs = self.checks.as_ref().is_some_and(|(ours, theirs)| !theirs.is_empty() && ours != theirs);
        let met = match (self.goal, self.product) {
            _ if differs => return "WRONG",
            (_, None) => return "MISSED",
            (Goal::None, _) => return "",
            (Goal::AtMost(most), Some(spread)) => spread.median <= most,
            (Goal::AtLeast(least), Some(spread)) => spread.median >= least,
            (Goal::Ratio(most, _), _) => match self.ratio() {
                Some(ratio) => ratio <= most,
                None => return "no peer",
            },
        };
        if met { "met" } else { "MISSED" }
    }

    fn markdown(&self) -> String {
        let product = self.product.map_or_else(String::new, |spread| {
            let Spread { median, min, max } = spread;
            let of = |figure| self.unit.text(figure);
            if min < max { format!("{} ({}–{})", of(median), of(min), of(max)) } else { of(median) }
        });
        let peer = self
            .peer
            .as_ref()
            .map_or_else(String::new, |peer| format!("{} {}", peer.name, self.unit.text(peer.median)));
        let ratio = self.ratio().map_or_else(String::new, |ratio| format!("{ratio:.3}"));
        let goal = match self.goal {
            Goal::None => String::new(),
            Goal::AtMost(most) => format!("≤ {}", self.unit.text(most)),
            Goal::AtLeast(least) => format!("≥ {}", self.unit.text(least)),
            Goal::Ratio(most, aim) => format!("≤ {most} × (aim {aim})"),
        };
        let checks = match &self.checks {
            None => String::new(),
            Some((ours, theirs)) if ours == theirs => format!("both: {ours}"),
            Some((ours, theirs)) if theirs.is_empty() => ours.clone(),
            Some((ours, theirs)) => format!("ours: {ours}; peer: {theirs}"),
        };
        let (task, size) = (&self.task, self.size);
        format!(
            "| {task} | {size:.0e} | {} | {product} | {peer} | {ratio} | {goal} | {} | {checks} |",
            self.what,
            self.verdict()
        )
    }
}

impl Unit {
    fn text(self, figure: f64) -> String {
        match self {
            Self::Megabytes => format!("{figure:.0} MB"),
            Self::Count => format!("{figure:.0}"),
            Self::Seconds if figure < 1.0 => format!("{:.1} ms", figure * 1_000.0),
            Self::Seconds => format!("{figure:.2} s"),
        }
    }
}

/// All rows measured so far, in a file beside the generated data.
#[derive(Debug)]
pub(crate) struct Rows {
    file: PathBuf,
    rows: Vec<Row>,
}

impl Rows {
    /// What earlier runs left.
    pub(crate) fn open(root: &Path) -> Self {
        let file = root.join("lingdi/rows.json");
        let rows = fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self { file, rows: rows.unwrap_or_default() }
    }

    /// Puts a task's rows of a size in place of the earlier ones.
    pub(crate) fn replace(&mut self, task: &str, size: u64, rows: Vec<Row>) -> Result {
        self.rows.retain(|row| row.task != task || row.size != size);
        self.rows.extend(rows);
        self.rows.sort_by(|a, b| (&a.task, a.size).cmp(&(&b.task, b.size)));
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, serde_json::to_vec_pretty(&self.rows)?)?;
        Ok(())
    }

    /// A figure of an earlier task or size.
    pub(crate) fn median(&self, task: &str, size: u64, what: &str) -> Option<f64> {
        let row = self.rows.iter().find(|row| row.task == task && row.size == size && row.what == what)?;
        Some(row.product?.median)
    }

    /// The table in Markdown.
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::from(
            "| task | parcels | what | ours, median (min–max) | peer, median | ratio | goal | | check values |\n\
             |---|---:|---|---:|---:|---:|---:|---|---|\n",
        );
        for row in &self.rows {
            // Writing into a String cannot fail.
            let _ = writeln!(text, "{}", row.markdown());
        }
        text
    }

    /// Writes the table into the document, in place of the earlier one; `conditions` says how the
    /// newest rows were measured.
    pub(crate) fn write(&self, document: &Path, conditions: &str) -> Result {
        let text = fs::read_to_string(document)?;
        let (before, rest) = text.split_once(BEGIN).ok_or("the document has no place for the table")?;
        let (_, after) = rest.split_once(END).ok_or("the table's place has no end")?;
        fs::write(document, format!("{before}{BEGIN}\n{conditions}\n\n{}{END}{after}", self.markdown()))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(goal: Goal) -> Row {
        let peer = Peer { name: "DuckDB".to_owned(), median: 1.0 };
        Row::new("T2", 100_000, "identify", Unit::Seconds, Spread { median: 0.05, min: 0.04, max: 0.06 })
            .beside(Some(peer))
            .goal(goal)
    }

    #[test]
    fn a_row_says_whether_its_goal_is_met() {
        assert_eq!(row(Goal::Ratio(0.1, 0.03)).verdict(), "met");
        assert_eq!(row(Goal::Ratio(0.01, 0.03)).verdict(), "MISSED");
        assert_eq!(row(Goal::AtMost(0.01)).verdict(), "MISSED");
        assert_eq!(row(Goal::Ratio(0.1, 0.03)).beside(None).verdict(), "no peer");
        assert_eq!(Row::failed("T2", 1, "broken").verdict(), "MISSED");
    }

    #[test]
    fn a_check_value_that_differs_is_worse_than_any_missed_goal() {
        assert_eq!(row(Goal::None).checked(&1, Some(&2)).verdict(), "WRONG");
        assert_eq!(row(Goal::None).checked(&1, None::<&u8>).verdict(), "");
    }

    #[test]
    fn a_row_is_printed_with_its_spread_and_ratio() {
        let printed = row(Goal::Ratio(0.1, 0.03)).checked(&"5", Some(&"5")).markdown();
        assert_eq!(
            printed,
            "| T2 | 1e5 | identify | 50.0 ms (40.0 ms–60.0 ms) | DuckDB 1.00 s | 0.050 | ≤ 0.1 × (aim 0.03) | met | both: 5 |"
        );
    }

    #[test]
    fn a_run_replaces_its_own_rows_of_the_document_alone() {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("performance.md");
        fs::write(&document, format!("before\n{BEGIN}\nold\n{END}\nafter\n")).unwrap();
        let mut rows = Rows::open(folder.path());
        rows.replace("T2", 100_000, vec![row(Goal::None)]).unwrap();
        rows.replace("T1", 10_000, vec![Row::failed("T1", 10_000, "broken")]).unwrap();
        rows.replace("T2", 100_000, vec![row(Goal::None), row(Goal::None)]).unwrap();
        rows.write(&document, "Measured quietly.").unwrap();
        let text = fs::read_to_string(&document).unwrap();
        assert!(
            text.starts_with("before\n") && text.ends_with("\nafter\n") && !text.contains("old"),
            "{text}"
        );
        assert_eq!(text.matches("| T2 | 1e5").count(), 2);
        assert_eq!(Rows::open(folder.path()).median("T2", 100_000, "identify"), Some(0.05));
    }
}
