//! Who may import whom.

use serde_json::Value;

use super::Fault;
use crate::process::{Result, cargo};

/// Each crate and the crates of ours it may use; `ARCHITECTURE.md` draws the same picture. The
/// kind of dependency does not matter: a test that needs a forbidden crate stands in the wrong place.
const MAY_USE: &[(&str, &[&str])] = &[
    ("lingdi-domain", &[]),
    ("lingdi-policy", &["lingdi-domain"]),
    ("lingdi-geo", &["lingdi-domain"]),
    ("lingdi-documents", &["lingdi-domain"]),
    ("lingdi-analysis", &["lingdi-domain", "lingdi-policy"]),
    ("lingdi-intake", &["lingdi-domain", "lingdi-geo"]),
    ("lingdi-store", &["lingdi-domain", "lingdi-geo"]),
    (
        "lingdi-app",
        &[
            "lingdi-domain",
            "lingdi-policy",
            "lingdi-analysis",
            "lingdi-documents",
            "lingdi-geo",
            "lingdi-intake",
            "lingdi-store",
            "lingdi-testkit",
        ],
    ),
    ("lingdi-web", &["lingdi-domain", "lingdi-app", "lingdi-testkit"]),
    ("lingdi-api", &["lingdi-domain", "lingdi-app", "lingdi-testkit"]),
    ("lingdi-server", &["lingdi-domain", "lingdi-app", "lingdi-web", "lingdi-api", "lingdi-testkit"]),
    ("lingdi-testkit", &["lingdi-domain", "lingdi-geo", "lingdi-intake"]),
    ("lingdi-e2e", &["lingdi-domain", "lingdi-testkit"]),
    (
        "lingdi-benches",
        &[
            "lingdi-domain",
            "lingdi-policy",
            "lingdi-geo",
            "lingdi-intake",
            "lingdi-store",
            "lingdi-app",
            "lingdi-testkit",
        ],
    ),
    ("lingdi-abuse", &["lingdi-domain", "lingdi-geo", "lingdi-intake", "lingdi-store", "lingdi-testkit"]),
    ("xtask", &[]),
];

/// Libraries that only these crates may use.
const RESERVED: &[(&str, &[&str])] = &[
    ("sqlx", &["lingdi-store"]),
    ("axum", &["lingdi-web", "lingdi-api", "lingdi-server"]),
    ("askama", &["lingdi-web"]),
    ("clap", &["lingdi-server"]),
    ("calamine", &["lingdi-intake", "lingdi-testkit", "lingdi-e2e"]),
    (
        "tokio",
        &[
            "lingdi-store",
            "lingdi-app",
            "lingdi-web",
            "lingdi-api",
            "lingdi-server",
            "lingdi-e2e",
            "lingdi-benches",
        ],
    ),
];

/// What cargo knows of the workspace.
pub(crate) fn metadata() -> Result<Value> {
    let text = cargo(&["metadata", "--format-version", "1", "--no-deps"]).read();
    let text = text.ok_or("cargo metadata failed")?;
    serde_json::from_str(&text).map_err(|error| format!("cargo metadata: {error}"))
}

/// Faults in who uses whom.
pub(crate) fn check(metadata: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = MAY_USE.iter().find(|(ours, _)| *ours == name) else {
            faults.push(format!(
                "{name}: a new crate needs a line in xtask/src/tidy/layers.rs and in ARCHITECTURE.md"
            ));
            continue;
        };
        for used in
            package["dependencies"].as_array().into_iter().flatten().filter_map(|used| used["name"].as_str())
        {
            let is_ours = MAY_USE.iter().any(|(ours, _)| *ours == used);
            if is_ours && !allowed.contains(&used) {
                faults
                    .push(format!("{name} may not use {used}: see “Who may import whom” in ARCHITECTURE.md"));
            }
            if let Some((_, users)) =
                RESERVED.iter().find(|(library, users)| *library == used && !users.contains(&name))
            {
                faults.push(format!("{name} may not use {used}, which belongs to {}", users.join(", ")));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(name: &str, used: &[&str]) -> Vec<Fault> {
        let used: Vec<_> = used.iter().map(|name| json!({ "name": name })).collect();
        check(&json!({ "packages": [{ "name": name, "dependencies": used }] }))
    }

    #[test]
    fn pages_never_touch_the_store() {
        assert!(
            faults("lingdi-web", &["lingdi-store"])[0].starts_with("lingdi-web may not use lingdi-store")
        );
        assert!(faults("lingdi-web", &["lingdi-app", "askama", "axum"]).is_empty());
    }

    #[test]
    fn a_pure_crate_uses_no_runtime_and_no_database() {
        assert_eq!(faults("lingdi-policy", &["tokio", "sqlx", "serde"]).len(), 2);
    }

    #[test]
    fn a_crate_without_a_line_is_a_fault() {
        assert_eq!(faults("lingdi-extra", &[]).len(), 1);
    }
}
