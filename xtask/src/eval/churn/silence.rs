//! What is known of a member of a message network on a day.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::super::Failure;
use super::super::data::rows;
use super::figure;

/// Who wrote to whom, and when, in days from the first message; each list in order of time.
#[derive(Debug, Default)]
pub(super) struct Messages {
    sent: BTreeMap<u32, Vec<(f64, u32)>>,
    received: BTreeMap<u32, Vec<(f64, u32)>>,
}

/// Windows, in days, that messages are counted over.
const WINDOWS: [f64; 4] = [3.0, 7.0, 14.0, 30.0];

impl Messages {
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let mut read = Vec::new();
        for row in rows(path)? {
            let [from, to, at] = &row[..] else { return Err("not a message".into()) };
            read.push((at.parse::<f64>()?, from.parse()?, to.parse()?));
        }
        read.sort_by(|a, b| a.0.total_cmp(&b.0));
        let first = read.first().map_or(0.0, |message: &(f64, u32, u32)| message.0);
        let mut messages = Self::default();
        for (at, from, to) in read {
            let day = (at - first) / 86_400.0;
            messages.sent.entry(from).or_default().push((day, to));
            messages.received.entry(to).or_default().push((day, from));
        }
        Ok(messages)
    }

    /// What is known of `member` from messages before `day`.
    pub(super) fn features(&self, member: u32, day: f64) -> Vec<f64> {
        let sent = before(&self.sent, member, day);
        let received = before(&self.received, member, day);
        let since = |list: &[(f64, u32)]| list.last().map_or(day, |last| day - last.0);
        let age = sent.first().map_or(0.0, |first| day - first.0).max(0.01);
        let active: BTreeSet<u64> = sent.iter().map(|&(at, _)| whole_day(at)).collect();
        let to: BTreeSet<u32> = sent.iter().map(|message| message.1).collect();
        let from: BTreeSet<u32> = received.iter().map(|message| message.1).collect();
        let last_sent = sent.last().map_or(0.0, |last| last.0);
        let waiting = received.iter().filter(|message| message.0 > last_sent).count();
        let lively = to.union(&from).filter(|other| {
            before(&self.sent, **other, day).last().is_some_and(|last| day - last.0 < 7.0)
        });
        let gap = (age - since(sent)).max(0.0) / figure(active.len()).max(1.0);
        let mut row = vec![
            since(sent).ln_1p(),
            since(received).ln_1p(),
            since(sent).min(since(received)).ln_1p(),
            age.ln_1p(),
            since(sent) / age,
            figure(sent.len()).ln_1p(),
            figure(received.len()).ln_1p(),
            figure(active.len()).ln_1p(),
            figure(active.len()) / age.max(1.0),
            figure(to.len()).ln_1p(),
            figure(from.len()).ln_1p(),
            figure(to.intersection(&from).count()).ln_1p(),
            figure(waiting).ln_1p(),
            figure(lively.count()).ln_1p(),
            (since(sent) / (gap + 0.5)).ln_1p(),
            gap.ln_1p(),
        ];
        for days in WINDOWS {
            let within = |list: &[(f64, u32)]| {
                figure(list.iter().filter(|message| day - message.0 <= days).count()).ln_1p()
            };
            let lately = active.iter().filter(|at| day - figure_of_day(**at) <= days).count();
            row.extend([within(sent), within(received), figure(lately).ln_1p()]);
        }
        row
    }
}

fn before(of: &BTreeMap<u32, Vec<(f64, u32)>>, member: u32, day: f64) -> &[(f64, u32)] {
    let list = of.get(&member).map_or(&[][..], Vec::as_slice);
    let until = list.partition_point(|message| message.0 < day);
    list.get(..until).unwrap_or_default()
}

/// The day as a whole number, by its text: there is no other exact way without a cast.
fn whole_day(at: f64) -> u64 {
    format!("{:.0}", at.floor().max(0.0)).parse().unwrap_or(0)
}

fn figure_of_day(day: u64) -> f64 {
    u32::try_from(day).map_or(0.0, f64::from)
}
