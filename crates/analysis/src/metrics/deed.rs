//! What members do, and the windows in which it is counted.

/// What a member did on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeedKind {
    /// Read an item to its end.
    Read,
    /// Published an item.
    Publish,
    /// Commented.
    Comment,
    /// Answered a question.
    Answer,
    /// Reacted to something.
    Reaction,
    /// Shared an item.
    Share,
    /// Voted.
    Vote,
    /// Checked in.
    CheckIn,
    /// Attempted an exercise or a quiz.
    Attempt,
    /// Wrote a message in public.
    Message,
}

impl DeedKind {
    /// Whether it counts as an interaction: done towards others, in public.
    pub const fn is_interaction(self) -> bool {
        !matches!(self, Self::Read | Self::Publish)
    }
}

/// One thing that one member did on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deed {
    /// The dense index of the member.
    pub member: u32,
    /// The day on which it was done.
    pub day: i32,
    /// What was done.
    pub kind: DeedKind,
}

/// Days from `from` up to, but not including, `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub from: i32,
    /// The day after the last.
    pub to: i32,
}

impl Window {
    /// The `days` days that end with `last`.
    pub const fn ending(last: i32, days: i32) -> Self {
        Self { from: last.saturating_add(1).saturating_sub(days), to: last.saturating_add(1) }
    }

    /// How many days there are.
    pub const fn days(self) -> u32 {
        if self.to > self.from { self.to.abs_diff(self.from) } else { 0 }
    }

    /// Whether `day` is one of them.
    pub const fn holds(self, day: i32) -> bool {
        self.from <= day && day < self.to
    }
}

/// On how many days of `window` each of `members` did something. O(d log d) for `deeds`.
pub(crate) fn active_days(deeds: &[Deed], window: Window, members: u32) -> Vec<u32> {
    let mut days: Vec<(u32, i32)> = deeds
        .iter()
        .filter(|deed| window.holds(deed.day) && deed.member < members)
        .map(|deed| (deed.member, deed.day))
        .collect();
    days.sort_unstable();
    days.dedup();
    let mut counts = vec![0; members as usize];
    for (member, _) in days {
        counts[member as usize] += 1;
    }
    counts
}
