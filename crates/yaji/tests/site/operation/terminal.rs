//! What the commands say and leave behind.

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;

use super::program::{command, complained, said, yaji};

/// A new site in a folder.
fn set_up(data: &Path) {
    assert!(yaji(data, &["init", "--locale", "en"]).status.success());
    let make = ["user", "create", "mei", "--email", "mei@example.org"];
    assert!(yaji(data, &make).status.success());
}

#[test]
fn a_mistyped_folder_makes_no_site() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("mistyped");
    let commands: [&[&str]; 6] = [
        &["user", "create", "mei", "--email", "mei@example.org"],
        &["user", "token", "mei"],
        &["user", "lock", "mei", "--reason", "spam"],
        &["migrate"],
        &["rebuild"],
        &["backup"],
    ];
    for words in commands {
        let refused = complained(&yaji(&data, words));
        assert!(refused.starts_with("yaji: there is no site in "), "{words:?}: {refused}");
        assert!(!data.exists(), "{words:?}");
    }
    let nowhere = folder.path().join("no-dump");
    let import = ["import", "stackexchange", nowhere.to_str().unwrap()];
    let refused = complained(&yaji(&data, &import));
    assert!(refused.starts_with("yaji: there is no dump in ") && !data.exists(), "{refused}");
}

#[test]
fn a_machine_sets_a_site_up_with_its_owner() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new");
    let make = ["user", "create", "mei", "--email", "mei@example.org", "--role", "owner"];
    assert!(yaji(&data, &make).status.success());
    assert!(!said(&yaji(&data, &["user", "token", "mei"])).trim().is_empty());
}

#[test]
fn a_command_says_what_it_did_in_one_plain_line() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    let locked = said(&yaji(folder.path(), &["user", "lock", "mei", "--reason", "spam"]));
    assert_eq!(locked.trim(), "mei is locked, and signed out everywhere");
    let unlocked = said(&yaji(folder.path(), &["user", "unlock", "mei"]));
    assert_eq!(unlocked.trim(), "mei may sign in again");
    let nobody = complained(&yaji(folder.path(), &["user", "token", "nobody"]));
    assert!(!nobody.contains(".:") && nobody.contains(": change that"), "{nobody}");
}

#[test]
fn the_terminal_speaks_the_language_that_the_site_was_set_up_in() {
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (folder.path().join("here"), folder.path().join("there"));
    let greeting = |data: &Path, tongue: &str| {
        let mut serving = command(data, &["serve", "--listen", "127.0.0.1:0"]);
        let serving = serving.env("LC_ALL", tongue).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut serving = serving.spawn().unwrap();
        let lines = BufReader::new(serving.stdout.take().unwrap()).lines().map(Result::unwrap);
        let said: Vec<String> = lines.take(4).collect();
        serving.kill().unwrap();
        let _ = serving.wait();
        said.join("\n")
    };
    let nobody = |data: &Path, tongue: &str| {
        let mut asked = command(data, &["user", "token", "nobody"]);
        complained(&asked.env("LC_ALL", tongue).output().unwrap())
    };
    assert!(greeting(&there, "zh_CN.UTF-8").contains("主理人：http"), "nobody has chosen yet");
    assert!(greeting(&there, "de_DE.UTF-8").contains("owner: http"));
    assert!(yaji(&here, &["init", "--locale", "zh-CN"]).status.success());
    assert!(greeting(&here, "en_GB.UTF-8").contains("24 小时内有效"));
    let said = nobody(&here, "en_GB.UTF-8");
    let parts: Vec<&str> = said.split(": ").collect();
    assert!(!parts[2].is_ascii() && parts[3].starts_with("改好后"), "{said}");
    assert!(yaji(&here, &["settings", "set", "locale", "en"]).status.success());
    assert!(nobody(&here, "zh_CN.UTF-8").is_ascii());
}

#[test]
fn a_site_is_restored_into_a_folder_that_holds_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("site"), folder.path().join("other"));
    set_up(&data);
    let saved = folder.path().join("saved");
    assert!(yaji(&data, &["backup", saved.to_str().unwrap()]).status.success());
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("yaji.toml"), "log = 'error'").unwrap();
    std::fs::write(other.join("notes.txt"), "mine").unwrap();
    let restore = ["restore", saved.to_str().unwrap()];
    let refused = complained(&yaji(&other, &restore));
    assert!(refused.contains("it holds notes.txt: restore into a folder"), "{refused}");
    assert!(!other.join("yaji.db").exists());
    std::fs::remove_file(other.join("notes.txt")).unwrap();
    let restored = yaji(&other, &restore);
    assert!(restored.status.success(), "{restored:?}");
}

#[test]
fn a_log_that_no_terminal_shows_has_no_colours() {
    let folder = tempfile::tempdir().unwrap();
    let mut serving = command(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    // Somebody wants to be told when it is ready and cannot be: that is a warning.
    serving.env("NOTIFY_SOCKET", folder.path().join("nobody"));
    let mut serving = serving.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(serving.stderr.take().unwrap()).read_line(&mut line).unwrap();
    serving.kill().unwrap();
    let _ = serving.wait();
    assert!(line.contains("WARN") && !line.contains('\u{1b}'), "{line:?}");
}

#[test]
fn a_site_that_listens_beyond_its_machine_is_told_to_encrypt() {
    let folder = tempfile::tempdir().unwrap();
    let greeting = |at: &str| {
        let serving = &mut command(folder.path(), &["serve", "--listen", at]);
        let mut serving = serving.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(serving.stdout.take().unwrap()).lines().map(Result::unwrap);
        let said: Vec<_> = lines.take_while(|line| !line.starts_with("owner: ")).collect();
        serving.kill().unwrap();
        let _ = serving.wait();
        said.join("\n")
    };
    assert!(greeting("0.0.0.0:0").contains("is not encrypted"));
    assert!(!greeting("127.0.0.1:0").contains("is not encrypted"));
}

#[test]
fn whoever_reads_may_stop_reading() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    let mut doctor = command(folder.path(), &["doctor"]);
    let mut doctor = doctor.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(doctor.stdout.take());
    let mut complaint = String::new();
    let mut errors = doctor.stderr.take().unwrap();
    errors.read_to_string(&mut complaint).unwrap();
    let status = doctor.wait().unwrap();
    assert!(status.success() && !complaint.contains("panicked"), "{status}: {complaint}");
}

#[test]
fn what_is_restored_is_nobody_elses_and_a_backup_holds_only_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("site");
    set_up(&data);
    let saved = folder.path().join("saved");
    assert!(yaji(&data, &["backup", saved.to_str().unwrap()]).status.success());
    let listed = std::fs::read_dir(&saved).unwrap();
    let beside: Vec<String> = listed
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with("-wal") || name.ends_with("-shm"))
        .collect();
    assert!(beside.is_empty(), "{beside:?}");
    let other = folder.path().join("other");
    assert!(yaji(&other, &["restore", saved.to_str().unwrap()]).status.success());
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&other), mode(&other.join("yaji.db"))), (0o700, 0o600));
}
