//! `yaji init`: a new site, asked for in a few questions.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use clap::Args;
use kernel::{Clock, Currency, Locale, Zone};
use serde_json::{Value, json};

use crate::config::{Config, KEYS, Listen};
use crate::mistake::Mistake;
use crate::open;

/// What a new site is to be; what is left out is asked for, or taken from the language.
#[derive(Debug, Clone, Default, Args)]
pub struct Wish {
    /// Language used where nothing else decides: zh-CN or en
    #[arg(long)]
    pub locale: Option<String>,
    /// What the community is called
    #[arg(long)]
    pub name: Option<String>,
    /// Time zone, such as Asia/Shanghai
    #[arg(long)]
    pub zone: Option<String>,
    /// Currency of prices, such as CNY; fixed after the first order
    #[arg(long)]
    pub currency: Option<String>,
    /// Public address, such as `https://example.org`
    #[arg(long)]
    pub url: Option<String>,
}

/// Sets the site up and gives the lines to print.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn run(config: &Config, wish: Wish) -> Result<Vec<String>, Mistake> {
    let values = settle(wish)?;
    let app = open::site(config, Clock::system()).await?;
    let done = app
        .db()
        .tx(async move |tx| {
            if people::member::store::count_owners(tx).await? > 0 {
                return Ok(false);
            }
            for (key, value) in &values {
                site::settings::change(tx, None, key, value).await?;
            }
            // What was left as it stood must not move with the program's defaults.
            let chosen = site::Settings::load(tx).await?;
            site::settings::fix_at_first_start(tx, &chosen).await?;
            Ok(true)
        })
        .await;
    app.db().close().await;
    if !done? {
        let what = format!("the site in {} has an owner already", config.data.display());
        let next = "change its settings in the studio, or choose another folder with --data";
        return Err(Mistake::new(what, "init is for a new site", next));
    }
    let file = config.data.join("yaji.toml");
    let wrote = write_file(config, &file)?;
    let mut lines = vec![format!("the site is set up in {}", config.data.display())];
    if wrote {
        lines.push(format!("how it runs is set in {}", file.display()));
    }
    lines.push(format!("start it: yaji serve --data {}", config.data.display()));
    lines.push("its first start prints a link that makes the owner's account".to_owned());
    Ok(lines)
}

/// The settings of the new site, asked for where nobody gave them.
fn settle(wish: Wish) -> Result<Vec<(&'static str, Value)>, Mistake> {
    let asks = std::io::stdin().is_terminal();
    let given = |value: Option<String>, question: &str, usual: &str| match value {
        Some(value) => Ok(value),
        None if asks => ask(question, usual),
        None => Ok(usual.to_owned()),
    };
    let locale = given(wish.locale, "Language 语言 (zh-CN, en)", "zh-CN")?;
    let locale = Locale::from_tag(&locale).ok_or_else(|| {
        Mistake::new(
            "--locale is not understood",
            format!("{locale} is no language here"),
            "write zh-CN or en",
        )
    })?;
    let usual = site::settings::defaults_for(locale);
    let (name_question, zone_question, money_question) = match locale {
        Locale::ZhCn => ("社群名称", "时区", "货币"),
        Locale::En => ("Name of the community", "Time zone", "Currency"),
    };
    let name = given(wish.name, name_question, &usual.name)?;
    let zone = given(wish.zone, zone_question, usual.zone.name())?;
    let zone = Zone::named(&zone).map_err(|_unknown| {
        let why = format!("{zone} is no time zone");
        Mistake::new("--zone is not understood", why, "write a name such as Asia/Shanghai")
    })?;
    let currency = given(wish.currency, money_question, usual.currency.code())?;
    let currency: Currency = currency.to_uppercase().parse().map_err(|_unknown| {
        let why = format!("{currency} is no currency here");
        Mistake::new("--currency is not understood", why, "write a code such as CNY or USD")
    })?;
    let mark: String = name.chars().take(1).collect();
    let mut values = vec![
        ("name", json!(name)),
        ("mark", json!(if name == usual.name { usual.mark } else { mark })),
        ("locale", json!(locale)),
        ("zone", json!(zone)),
        ("currency", json!(currency)),
    ];
    values.extend(wish.url.map(|url| ("url", json!(url))));
    Ok(values)
}

#[expect(clippy::print_stdout, reason = "a question on the terminal")]
fn ask(question: &str, usual: &str) -> Result<String, Mistake> {
    let silent = |e| Mistake::new("nobody answered", e, "give the values as flags, see --help");
    print!("{question} [{usual}]: ");
    std::io::stdout().flush().map_err(silent)?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(silent)?;
    let answer = line.trim();
    Ok(if answer.is_empty() { usual } else { answer }.to_owned())
}

/// Writes the file of settings, every one explained and commented out but those in force; whether
/// there was none before.
fn write_file(config: &Config, path: &Path) -> Result<bool, Mistake> {
    let mut text = String::from(
        "# How the program runs. Variables (YAJI_LISTEN) and flags (--listen) win over this.\n",
    );
    for key in KEYS.iter().filter(|key| key.name != "data") {
        text.push_str(&format!("\n# {}: {}\n", key.value, key.help));
        match config.listen {
            Listen::At(address) if key.name == "listen" => {
                text.push_str(&format!("listen = \"{address}\"\n"));
            }
            _ => text.push_str(&format!("#{} = \n", key.name)),
        }
    }
    let opened = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let written = match opened {
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => return Ok(false),
        opened => opened.and_then(|mut file| file.write_all(text.as_bytes())),
    };
    written.map(|()| true).map_err(|e| {
        let what = format!("cannot write {}", path.display());
        Mistake::new(what, e, "make room, or choose another folder with --data")
    })
}
