//! Where settings come from, and what a wrong one is answered.

use super::*;

fn variables(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn flags(values: &[(&'static str, &str)]) -> Overrides {
    let values = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Overrides { config: None, values }
}

fn folder_with(file: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("yaji.toml"), file).unwrap();
    folder
}

/// What a file is answered, read from the data folder.
fn refused(file: &str) -> String {
    let folder = folder_with(file);
    let data = folder.path().display().to_string();
    let mistake = Config::read(&flags(&[("data", &data)]), &[]).unwrap_err().to_string();
    assert_eq!(mistake.lines().count(), 1, "{mistake}");
    mistake.replace(&data, "DATA")
}

#[test]
fn flags_win_over_variables_and_these_over_the_file() {
    let folder = folder_with("listen = '1.1.1.1:1'\nlog = 'warn'\ncompress = false\n");
    let data = folder.path().display().to_string();
    let around = variables(&[("YAJI_LISTEN", "2.2.2.2:2"), ("YAJI_LOG", "debug")]);
    let said = flags(&[("data", &data), ("listen", "3.3.3.3:3")]);
    let config = Config::read(&said, &around).unwrap();
    assert_eq!(config.listen, Listen::At("3.3.3.3:3".parse().unwrap()));
    assert_eq!((config.log.as_str(), config.compress), ("debug", false));
    assert_eq!(config.database().unwrap(), DbUrl::Sqlite(folder.path().join("yaji.db")));
    assert_eq!(config.file, Some(folder.path().join("yaji.toml")));
}

#[test]
fn nothing_has_to_be_set() {
    let nowhere = tempfile::tempdir().unwrap();
    let data = nowhere.path().display().to_string();
    let config = Config::read(&flags(&[("data", &data)]), &[]).unwrap();
    assert_eq!(config.listen, Listen::At("127.0.0.1:8080".parse().unwrap()));
    assert!(matches!(config.files().unwrap(), Place::Disk { .. }));
    assert!(config.file.is_none() && config.smtp().unwrap().is_none());
}

#[test]
fn a_secret_may_lie_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("url");
    std::fs::write(&file, "postgres://yaji:hunter2@db/site\n").unwrap();
    let around = variables(&[
        ("YAJI_DATA", folder.path().to_str().unwrap()),
        ("YAJI_DATABASE_URL_FILE", file.to_str().unwrap()),
    ]);
    let config = Config::read(&Overrides::default(), &around).unwrap();
    assert!(matches!(config.database().unwrap(), DbUrl::Postgres(url) if url.contains("hunter2")));
    let said = flags(&[("database_url", "sqlite:other.db")]);
    let config = Config::read(&said, &around).unwrap();
    assert_eq!(config.database().unwrap(), DbUrl::Sqlite("other.db".into()));
}

#[test]
fn an_unknown_setting_is_refused_wherever_it_stands() {
    assert_eq!(
        refused("listn = '127.0.0.1:80'"),
        "listn in DATA/yaji.toml is no setting: nothing has that name: did you mean listen?"
    );
    assert!(refused("wheels = 4").ends_with("see `yaji serve --help` for what there is"));
    let around = variables(&[("YAJI_LISTN", "x")]);
    let mistake = Config::read(&Overrides::default(), &around).unwrap_err().to_string();
    assert_eq!(
        mistake,
        "YAJI_LISTN is no setting: nothing has that name: did you mean YAJI_LISTEN?"
    );
    let tests = variables(&[("YAJI_TEST_PG", "x"), ("OTHER", "y"), ("YAJI_LISTEN", "")]);
    assert!(Config::read(&Overrides::default(), &tests).is_ok());
}

#[test]
fn a_wrong_setting_gets_one_line_with_what_why_and_what_to_do() {
    let lines = [
        ("listen = 'nowhere'", "nowhere is no address with a port: write it as ADDRESS:PORT"),
        ("listen = 80", "80 is no address with a port"),
        ("listen = ['a']", "a array stands there"),
        ("compress = 'maybe'", "maybe is neither true nor false: write true or false"),
        ("drain_seconds = 0", "0 is too few or too many: write a whole number"),
        ("drain_seconds = 'soon'", "soon is no number"),
        ("log = 'a=b=c'", "log in DATA/yaji.toml is not understood"),
        ("smtp_url = 'mail.example.org'", "it does not begin like an address: write it as smtps"),
        ("smtp_url = 'ftp://x'", "ftp:// is not known"),
        ("redis_url = 'rediss://x'", "rediss:// is not known"),
        ("database_url = 'mysql://x/y'", "scheme mysql is not known"),
        ("database_url = 'postgres://h/d?sslmode=prefer'", "sslmode=prefer is not known here"),
        ("database_url_file = '/nowhere/url'", "cannot read /nowhere/url"),
        ("database_url = 'sqlite:a'\ndatabase_url_file = 'b'", "is given twice"),
        ("s3_bucket = 'b'", "the bucket is only half described: s3_access_key_id is not set"),
        ("s3_endpoint = 'https://x'", "s3_bucket is not set"),
        ("data = 'elsewhere'", "the file lies in the data folder itself"),
        ("listen = '1.2.3.4:5'\nmetrics_listen = '1.2.3.4:5'", "serves the site already"),
        ("data = ''", "cannot be used"),
        ("a = [", "in line 1: correct that line"),
        ("log = 'info'\nlog = 'warn'", "duplicate key in line 2: correct that line"),
    ];
    for (file, expected) in lines {
        let mistake = refused(file);
        assert!(mistake.contains(expected), "{file}\n{mistake}");
    }
}

#[test]
fn a_password_is_not_repeated() {
    for file in ["smtp_url = 'hunter2'", "redis_url = 'http://a:hunter2@b'"] {
        assert!(!refused(file).contains("hunter2"), "{file}");
    }
}

#[test]
fn a_file_that_was_named_must_exist_and_may_name_the_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.toml");
    let named = Overrides { config: Some(path.clone()), values: Vec::new() };
    let mistake = Config::read(&named, &[]).unwrap_err().to_string();
    assert!(mistake.contains("check the path given with --config"), "{mistake}");
    std::fs::write(&path, "data = 'elsewhere'").unwrap();
    assert_eq!(Config::read(&named, &[]).unwrap().data, PathBuf::from("elsewhere"));
}

#[test]
fn every_setting_stands_in_the_guides() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    for guide in ["operation.md", "zh-CN/operation.md"] {
        let text = std::fs::read_to_string(docs.join(guide)).unwrap();
        for key in &KEYS {
            assert!(text.contains(&format!("`{}`", key.name)), "{} in {guide}", key.name);
        }
    }
}
