//! Accounts from the command line and the first set-up, as a county begins.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::process::Stdio;

use lingdi_e2e::{Answer, Lingdi};

/// Runs a command with a line on its standard input.
fn run_with(lingdi: &Lingdi, arguments: &[&str], line: &str) -> Answer {
    let mut command = lingdi.command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(line.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Answer {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[test]
fn an_account_is_opened_at_the_machine_and_used_at_the_page() {
    let lingdi = Lingdi::new();
    let add =
        ["account", "add", "zhangjg", "--name", "张建国", "--role", "local_clerk", "--unit", "330122102"];
    let weak = run_with(&lingdi, &add, "123456\n").expect(2);
    assert!(weak.stderr.contains("至少 10 位"), "{weak:?}");
    let _ = run_with(&lingdi, &add, "Hengcun#2047\n").expect(0);
    let twice = run_with(&lingdi, &add, "Hengcun#2047\n").expect(2);
    assert!(twice.stderr.contains("已经有人用了"), "{twice:?}");
    let odd = ["account", "add", "x.y.z", "--name", "某某", "--role", "local_clerk", "--unit", "330122B01"];
    assert!(run_with(&lingdi, &odd, "Hengcun#2047\n").expect(2).stderr.contains("不设"));
    let listed = lingdi.run(&["account", "list", "--format", "json"]).expect(0).json();
    assert_eq!(
        (listed[0]["login"].as_str(), listed[0]["must_change"].as_bool()),
        (Some("zhangjg"), Some(true))
    );

    let mut server = lingdi.serve(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(server.get("/list").head.contains("/login?next=%2Flist"));
    let opened = server.post("/login", "login=zhangjg&password=Hengcun%232047", "same-origin");
    assert_eq!(opened.status, 303, "{}", opened.head);
    server.cookie = opened.cookie().unwrap();
    assert!(server.get("/list").head.contains("/password"));
    let form = "old=Hengcun%232047&new=Hengcun%232048&again=Hengcun%232048";
    assert_eq!(server.post("/password", form, "cross-site").status, 403);
    assert_eq!(server.post("/password", form, "same-origin").status, 303);
    assert_eq!(server.get("/list").status, 200);
    assert_eq!(server.get("/batches").status, 403);
    let _ = lingdi.run(&["account", "lock", "zhangjg", "--reason", "调离"]).expect(0);
    // What another process does to the database is noticed within a quarter of a second.
    let closed = (0..20).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        server.get("/list").head.contains("/login")
    });
    assert!(closed, "another process closed the account");
    let _ = lingdi.run(&["account", "unlock", "zhangjg"]).expect(0);
    let _ = run_with(&lingdi, &["account", "reset", "zhangjg"], "Hengcun#2049\n").expect(0);
    assert_eq!(server.post("/login", "login=zhangjg&password=Hengcun%232049", "same-origin").status, 303);
    let _ = lingdi.run(&["audit", "verify"]).expect(0);
}

#[test]
fn a_new_county_begins_with_three_administrators() {
    let lingdi = Lingdi::new();
    let server = lingdi.serve(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(server.get("/").head.contains("location: /setup"));
    assert!(server.get("/setup").text().contains("三名管理员"));
    let one = |key: &str, name: &str| {
        let password = format!("Wx%23Gu9-{name}-77");
        format!("{key}_name={name}&{key}_login={key}.adm&{key}_password={password}&{key}_again={password}")
    };
    let form = [one("system", "Chen"), one("security", "Lin"), one("audit", "Xu")].join("&");
    assert_eq!(server.post("/setup", &form, "same-origin").status, 303);
    assert!(server.get("/setup").head.contains("/login"));
    assert_eq!(server.post("/login", "login=audit.adm&password=Wx%23Gu9-Xu-77", "same-origin").status, 303);
}
