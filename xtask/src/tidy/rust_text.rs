//! Tells the code of a Rust file from its comments and its literals, as far as the rules need it.

/// A Rust file taken apart. Lines count from 1.
pub(crate) struct RustText {
    /// The code, with every comment and literal blanked out and all line breaks kept.
    pub(crate) code: String,
    /// String literals as written, with the line they begin on.
    pub(crate) strings: Vec<(usize, String)>,
    /// Comments with the line they begin on, doc comments too.
    pub(crate) comments: Vec<(usize, String)>,
}

impl RustText {
    /// Takes a file apart.
    pub(crate) fn of(text: &str) -> Self {
        let mut scan = Scan {
            rest: text,
            line: 1,
            out: Self { code: String::new(), strings: vec![], comments: vec![] },
        };
        while !scan.rest.is_empty() {
            scan.step();
        }
        scan.out
    }

    /// The code without the tests at the foot of the file.
    pub(crate) fn code_before_tests(&self) -> &str {
        let at = self.code.find("#[cfg(test)]\nmod tests {").unwrap_or(self.code.len());
        &self.code[..at]
    }

    /// Every identifier and keyword of the code.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.code.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
    }
}

struct Scan<'a> {
    rest: &'a str,
    line: usize,
    out: RustText,
}

impl Scan<'_> {
    fn step(&mut self) {
        let rest = self.rest;
        if rest.starts_with("//") {
            let end = rest.find('\n').unwrap_or(rest.len());
            self.out.comments.push((self.line, rest[..end].to_owned()));
            self.blank(end);
        } else if rest.starts_with("/*") {
            let end = rest.find("*/").map_or(rest.len(), |at| at + 2);
            self.out.comments.push((self.line, rest[..end].to_owned()));
            self.blank(end);
        } else if let Some(end) = self.raw_string() {
            self.out.strings.push((self.line, rest[..end].to_owned()));
            self.blank(end);
        } else if rest.starts_with('"') {
            let end = end_of_string(rest);
            self.out.strings.push((self.line, rest[1..end.max(2) - 1].to_owned()));
            self.blank(end);
        } else if let Some(end) = end_of_char(rest) {
            self.blank(end);
        } else {
            let end = rest.chars().next().map_or(0, char::len_utf8);
            self.keep(end);
        }
    }

    /// Length of the raw string that begins here, when one does.
    fn raw_string(&self) -> Option<usize> {
        if self.out.code.ends_with(|c: char| c.is_alphanumeric() || c == '_') && !self.out.code.ends_with('b')
        {
            return None;
        }
        let after = self.rest.strip_prefix('r')?;
        let hashes = after.len() - after.trim_start_matches('#').len();
        after[hashes..].strip_prefix('"')?;
        let close = format!("\"{}", "#".repeat(hashes));
        let body = 1 + hashes + 1;
        Some(self.rest[body..].find(&close).map_or(self.rest.len(), |at| body + at + close.len()))
    }

    fn blank(&mut self, length: usize) {
        let (gone, rest) = self.rest.split_at(length);
        self.out.code.push(' ');
        for _ in gone.matches('\n') {
            self.out.code.push('\n');
            self.line += 1;
        }
        self.rest = rest;
    }

    fn keep(&mut self, length: usize) {
        let (kept, rest) = self.rest.split_at(length);
        self.line += kept.matches('\n').count();
        self.out.code.push_str(kept);
        self.rest = rest;
    }
}

fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Length of the character literal that begins here; a lifetime is none.
fn end_of_char(text: &str) -> Option<usize> {
    let mut chars = text.strip_prefix('\'')?.char_indices();
    let (_, first) = chars.next()?;
    if first == '\\' {
        chars.next();
        let close = chars.find(|(_, c)| *c == '\'')?;
        return Some(close.0 + 2);
    }
    chars.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_comments_leave_the_code() {
        let text =
            RustText::of("let a = \"x // \\\" y\"; // why\nlet b: &'a str = r#\"q\"z\"#;\nlet c = '，';\n");
        assert_eq!(text.strings[0], (1, "x // \\\" y".to_owned()));
        assert_eq!(text.strings[1], (2, "r#\"q\"z\"#".to_owned()));
        assert_eq!(text.comments, [(1, "// why".to_owned())]);
        assert!(text.code.contains("let b: &'a str = "));
        assert!(text.code.is_ascii());
        assert_eq!(text.code.lines().count(), 3);
    }

    #[test]
    fn an_escaped_quote_is_a_character() {
        let text = RustText::of("match c { '\\'' => 1, '\"' => 2, '\\u{1F}' => 3 } \"s\"");
        assert_eq!(text.strings, [(1, "s".to_owned())]);
    }

    #[test]
    fn lines_are_counted_through_long_literals() {
        let text = RustText::of("\"a\nb\"\n/* c\n */ \"d\"");
        assert_eq!(text.strings[1].0, 4);
    }

    #[test]
    fn tests_at_the_foot_are_left_out() {
        let text = RustText::of("fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() {} }");
        assert_eq!(text.code_before_tests(), "fn a() {}\n");
    }
}
