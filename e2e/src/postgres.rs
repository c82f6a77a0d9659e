use std::process::Command;

/// A PostgreSQL database of its own on the server of `LINGDI_TEST_PG`, removed when dropped.
pub struct PostgresDatabase {
    server: String,
    name: String,
}

impl PostgresDatabase {
    /// Makes one with `psql`; says so and returns `None` when there is no server.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn new(name: &str) -> Option<Self> {
        let Ok(server) = std::env::var("LINGDI_TEST_PG") else {
            #[expect(clippy::print_stdout, reason = "a test must say what it skipped")]
            {
                println!("skipped on PostgreSQL: LINGDI_TEST_PG is not set");
            }
            return None;
        };
        let name = format!("{name}_{}", std::process::id());
        psql(
            &server,
            &format!("create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'"),
        );
        Some(Self { server, name })
    }

    /// Its address.
    pub fn url(&self) -> String {
        let (front, _) = self.server.rsplit_once('/').unwrap_or((&self.server, ""));
        format!("{front}/{}", self.name)
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        psql(&self.server, &format!("drop database if exists {} with (force)", self.name));
    }
}

fn psql(server: &str, statement: &str) {
    let output = Command::new("psql").args([server, "-q", "-c", statement]).output().expect("psql starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
