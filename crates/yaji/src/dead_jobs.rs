//! `yaji jobs`: work that failed too often, and having it tried again.

use db::{Db, JobId};
use kernel::Outcome;

use crate::mistake::Mistake;

/// Which dead jobs are tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Again {
    /// None; they are only listed.
    None,
    /// All of them.
    All,
    /// Those with these ids.
    These(Vec<JobId>),
}

impl Again {
    /// Reads what was typed behind `--again`: their ids, or `all`.
    ///
    /// # Errors
    /// One line when it is neither.
    pub fn parse(typed: &[String]) -> Result<Self, Mistake> {
        match typed {
            [] => Ok(Self::None),
            [word] if word == "all" => Ok(Self::All),
            words => words
                .iter()
                .map(|word| {
                    word.parse().map_err(|_no_number| {
                        let what = format!("{word} is no job");
                        let next = "take the id from the list: yaji jobs";
                        Mistake::new(what, "a job is named by its id, or all of them", next)
                    })
                })
                .collect::<Result<_, _>>()
                .map(Self::These),
        }
    }
}

/// Lists dead jobs, or has them tried again; gives the lines to print.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn run(db: &Db, again: Again) -> Result<Vec<String>, Mistake> {
    match again {
        Again::None => Ok(list(db).await?),
        Again::These(ids) => revive(db, ids).await,
        Again::All => {
            let ids = db.dead_jobs().await?.into_iter().map(|job| job.id).collect();
            revive(db, ids).await
        }
    }
}

async fn list(db: &Db) -> Outcome<Vec<String>> {
    let dead = db.dead_jobs().await?;
    let mut lines: Vec<String> = dead
        .iter()
        .map(|job| {
            let ended = job.ended_at.map(|at| at.to_string()).unwrap_or_default();
            let error = job.last_error.as_deref().unwrap_or("no word").replace('\n', " ");
            format!("{} {} {ended} after {} tries: {error}", job.id, job.kind, job.attempts)
        })
        .collect();
    if lines.is_empty() {
        lines.push("no job lies dead".to_owned());
    }
    Ok(lines)
}

async fn revive(db: &Db, ids: Vec<JobId>) -> Result<Vec<String>, Mistake> {
    let mut lines = Vec::new();
    for id in ids {
        db.revive_job(id).await.map_err(|fault| match fault.key() {
            "job.missing" => Mistake::new(
                format!("{id} was not taken up again"),
                "no job with that id lies dead",
                "take the id from the list: yaji jobs",
            ),
            _ => fault.into(),
        })?;
        lines.push(format!("{id} is tried again"));
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use db::{Args, Job, Tx, db_test, sql};
    use kernel::Id as _;
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, Clone, Serialize, Deserialize)]
    struct Sweep {}

    impl Job for Sweep {
        const KIND: &'static str = "room.sweep";
    }

    #[db_test]
    async fn a_dead_job_is_listed_and_tried_again_when_somebody_says_so(db: Db) {
        let none = run(&db, Again::None).await.unwrap();
        assert_eq!(none, ["no job lies dead"]);
        db.tx(async |tx: &mut Tx| {
            tx.push(Sweep {}).await?;
            let died = sql!(
                "UPDATE jobs SET state = 'dead', attempts = 3, last_error = 'no broom', ended_at = 1"
            );
            tx.exec(died, Args::default()).await
        })
        .await
        .unwrap();
        let dead = run(&db, Again::None).await.unwrap();
        assert!(dead[0].contains("room.sweep") && dead[0].ends_with("3 tries: no broom"));
        assert_eq!(run(&db, Again::All).await.unwrap().len(), 1);
        assert_eq!(run(&db, Again::None).await.unwrap(), none);
        let id = dead[0].split(' ').next().unwrap().to_owned();
        assert!(run(&db, Again::parse(&[id]).unwrap()).await.is_err(), "it lives already");
    }

    #[test]
    fn jobs_are_named_by_their_ids_or_all_at_once() {
        let typed = |words: &[&str]| {
            Again::parse(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(typed(&[]).unwrap(), Again::None);
        assert_eq!(typed(&["all"]).unwrap(), Again::All);
        let job = JobId::from_i64(7);
        let id = job.to_string();
        assert_eq!(typed(&[&id, &id]).unwrap(), Again::These(vec![job, job]));
        assert!(typed(&[&id, "all"]).is_err());
    }
}
