//! What lies outside: mail, Redis, the site's own address.

use std::time::Duration;

use mail::Transport;
use web::App;

use super::{Finding, said};
use crate::bus::Bus;
use crate::config::Config;

/// How long something outside may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Mail, Redis, address and owner.
pub(super) async fn look(app: &App, config: &Config) -> Vec<Finding> {
    let mut found = vec![site(app).await, mail(app).await];
    if let Ok(Some(url)) = config.redis() {
        found.push(redis(app, &url).await);
    }
    found
}

async fn site(app: &App) -> Finding {
    let settings = app.settings();
    let owners = app.db().read(async |tx| people::member::store::count_owners(tx).await).await;
    if matches!(owners, Ok(0)) {
        let next = "start it and use the link that it prints";
        return Finding::warning("site", format!("{} has no owner", settings.name), next);
    }
    match &settings.url {
        Some(url) => Finding::ok("site", format!("{} at {url}", settings.name)),
        None => {
            let said = format!("{} has no public address", settings.name);
            Finding::warning("site", said, "set it in the studio before members come")
        }
    }
}

async fn mail(app: &App) -> Finding {
    let from = app.settings().mail_from.clone();
    let Transport::Smtp(server) = app.transport() else {
        let next = "set smtp_url before members come";
        return Finding::warning("mail", "no mail server: mail waits in the studio", next);
    };
    match tokio::time::timeout(PATIENCE, server.greet()).await {
        Ok(Ok(())) if from.is_empty() => {
            let next = "set the sender's address in the studio";
            Finding::warning("mail", "the server answers and no sender is set", next)
        }
        Ok(Ok(())) => Finding::ok("mail", format!("the server answers, mail comes from {from}")),
        Ok(Err(fault)) => Finding::error("mail", said(fault), "check smtp_url and the server"),
        Err(_late) => Finding::error("mail", "no answer", "check smtp_url and the network"),
    }
}

async fn redis(app: &App, url: &str) -> Finding {
    match tokio::time::timeout(PATIENCE, Bus::new(app, url)).await {
        Ok(Ok(_bus)) => Finding::ok("redis", "it answers"),
        Ok(Err(fault)) => {
            let next = "check redis_url; until then nodes look for news by themselves";
            Finding::warning("redis", said(fault), next)
        }
        Err(_late) => Finding::warning("redis", "no answer", "check redis_url and the network"),
    }
}
