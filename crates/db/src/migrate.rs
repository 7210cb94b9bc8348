//! One numbered list of migrations, forward only, for both engines.

use kernel::{Fault, Outcome, Ts};

use crate::failure::misuse;
use crate::{Args, Engine, Tx, args, sql};

mod dialect;

use dialect::translate;

/// The files of the folder `migrations`, in order, embedded when the crate is built.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// A step of the schema.
struct Step {
    number: i64,
    name: &'static str,
    checksum: String,
    text: &'static str,
}

/// Brings the schema up to date inside the given transaction; how many steps were taken.
///
/// # Errors
/// When a step that was taken has been edited since, when the database is newer than the program,
/// or when a step fails.
pub(crate) async fn migrate(tx: &mut Tx) -> Outcome<usize> {
    let steps = steps()?;
    let taken = taken(tx).await?;
    for (number, name, checksum) in &taken {
        let Some(step) = steps.iter().find(|step| step.number == *number) else {
            let text = format!("the database has migration {name}, which this program lacks");
            return Err(Fault::broken("migrating", text));
        };
        if step.checksum != *checksum {
            let text = format!("migration {name} was edited after it had been applied");
            return Err(Fault::broken("migrating", text));
        }
    }
    let mut done = 0;
    for step in steps.iter().filter(|step| taken.iter().all(|(n, _, _)| *n != step.number)) {
        let text = translate(step.text, tx.engine());
        tx.batch(&text).await.map_err(|fault| name_step(step.name, fault))?;
        record(tx, step).await?;
        done += 1;
    }
    // A bulk load that died may have left its indexes to be built again.
    tx.restore_indexes().await?;
    Ok(done)
}

/// Whether the schema lacks steps of this program.
pub(crate) async fn is_behind(tx: &Tx) -> Outcome<bool> {
    Ok(taken(tx).await?.len() < FILES.len())
}

/// A text that changes whenever a migration does; it names templates of test databases.
#[cfg(feature = "testing")]
pub(crate) fn fingerprint() -> String {
    let all: String = FILES.iter().map(|(name, text)| format!("{name}\n{text}\n")).collect();
    checksum(&all).chars().take(16).collect()
}

/// Makes the runner's own tables; harmless when they exist.
pub(crate) async fn lay_ground(tx: &mut Tx) -> Outcome<()> {
    let ground = "CREATE TABLE IF NOT EXISTS migrations (
            number {int} NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            checksum TEXT NOT NULL,
            applied_at {int} NOT NULL
        ) {strict};
        CREATE TABLE IF NOT EXISTS leases (
            name TEXT NOT NULL PRIMARY KEY,
            holder TEXT NOT NULL,
            leased_until {int} NOT NULL
        ) {strict};";
    tx.batch(&translate(ground, tx.engine())).await
}

/// Takes a named lease when nobody holds it; whether it is ours now.
pub(crate) async fn take_lease(
    tx: &mut Tx,
    name: &'static str,
    holder: &str,
    until: Ts,
) -> Outcome<bool> {
    let now = kernel::Clock::system().now();
    let taken = tx
        .exec(
            sql!(
                "INSERT INTO leases (name, holder, leased_until) VALUES ($1, $2, $3)
                 ON CONFLICT (name) DO UPDATE
                 SET holder = excluded.holder, leased_until = excluded.leased_until
                 WHERE leases.leased_until < $4 OR leases.holder = excluded.holder"
            ),
            args![name, holder, until, now],
        )
        .await?;
    Ok(taken > 0)
}

/// Gives a lease back.
pub(crate) async fn drop_lease(tx: &mut Tx, name: &'static str, holder: &str) -> Outcome<()> {
    let give = sql!("DELETE FROM leases WHERE name = $1 AND holder = $2");
    tx.exec(give, args![name, holder]).await.map(drop)
}

async fn taken(tx: &Tx) -> Outcome<Vec<(i64, String, String)>> {
    let all = sql!("SELECT number, name, checksum FROM migrations ORDER BY number");
    tx.list(all, Args::default()).await
}

async fn record(tx: &mut Tx, step: &Step) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!("INSERT INTO migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)"),
        args![step.number, step.name, &step.checksum, now],
    )
    .await
    .map(drop)
}

fn name_step(name: &str, fault: Fault) -> Fault {
    match fault {
        Fault::Broken(report) => Fault::broken("migrating", format!("{name}: {}", report.cause)),
        other => other,
    }
}

fn steps() -> Outcome<Vec<Step>> {
    let step = |(name, text): &(&'static str, &'static str)| {
        let number = name.split('_').next().and_then(|number| number.parse().ok());
        let number = number.ok_or_else(|| misuse("a migration's name begins with its number"))?;
        Ok(Step { number, name, checksum: checksum(text), text })
    };
    let steps: Vec<Step> = FILES.iter().map(step).collect::<Outcome<_>>()?;
    let mut numbers: Vec<i64> = steps.iter().map(|step| step.number).collect();
    numbers.dedup();
    if numbers.len() < steps.len() {
        return Err(misuse("two migrations have one number"));
    }
    Ok(steps)
}

fn checksum(text: &str) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write as _;

    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String never fails.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The engine's own name in messages.
impl std::fmt::Display for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}
