//! How the slices are joined: the one file that names both ends.

use db::{Db, Subscriber, Workers};
use kernel::{Outcome, Zone};
use mail::{SendMail, Transport};
use web::live::{Hub, Stages};
use web::{App, AppParts, Routes};

use crate::config::Config;
use crate::health;

/// Every slice's routes.
pub fn routes() -> Vec<Routes> {
    vec![health::routes()]
}

/// Who is run when something happened.
pub fn subscribers() -> Vec<Subscriber> {
    Vec::new()
}

/// The app with the slices' own parts.
///
/// # Errors
/// When the database fails or what it holds is damaged.
pub async fn app(db: Db, transport: Transport, _config: &Config) -> Outcome<App> {
    let mut parts = AppParts::new(db, transport, Hub::default()).with(Stages(Vec::new()));
    if let Some(figures) = health::figures() {
        parts = parts.with(figures);
    }
    parts.open().await
}

/// Who does which job, and what is done by the clock.
///
/// # Errors
/// When a schedule is not understood.
pub fn workers(app: &App) -> Outcome<Workers> {
    let sender = app.clone();
    let workers = Workers::new(app.db().clone()).on(move |job: SendMail, _run| {
        let app = sender.clone();
        async move {
            let from = app.settings().mail_from.clone();
            mail::deliver(app.db(), app.transport(), &from, job.mail).await
        }
    });
    let _zone: &Zone = &app.settings().zone;
    Ok(workers)
}
