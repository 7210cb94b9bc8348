//! How far a viewer reaches: which spaces they enter and which gates are open to them.
//!
//! This is the one place where spaces, gates and entitlements meet. It is made at each request from
//! what holds at that moment and is never stored.

use std::collections::{HashMap, HashSet};

use access::{Holdings, Thing, ThingKind};
use kernel::{Id, MemberId};

use crate::gate::{Gate, GateId};
use crate::ground::Ground;
use crate::post::PostId;
use crate::space::{Space, SpaceId, Visibility};

/// How far into a space a viewer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// They may not know that it exists.
    Hidden,
    /// They see its name and description.
    Door,
    /// They also see titles, summaries and free parts.
    Window,
    /// They are inside.
    Inside,
}

/// Who asks, as far as reading is concerned.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The member; none for a visitor.
    pub member: Option<MemberId>,
    /// Whether they read everything (`content.read_all`).
    pub reads_all: bool,
    /// What they hold now; none for a visitor.
    pub holdings: Option<&'a Holdings>,
    /// The secret spaces that they were added to.
    pub added: &'a [SpaceId],
}

impl Asking<'_> {
    /// Some account that holds nothing: what it may read, every member may.
    #[must_use]
    pub fn any_member() -> Self {
        Self { member: Some(MemberId::from_i64(0)), reads_all: false, holdings: None, added: &[] }
    }
}

/// What a viewer may read, decided for one moment.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    member: Option<MemberId>,
    entries: HashMap<SpaceId, Entry>,
    open: Vec<GateId>,
    window: Vec<GateId>,
    bought: HashSet<i64>,
}

impl Reach {
    /// Decides for every space and gate.
    #[must_use]
    pub fn of(ground: &Ground, asking: Asking<'_>) -> Self {
        let entries: HashMap<SpaceId, Entry> =
            ground.spaces.iter().map(|space| (space.id, entry(ground, space, asking))).collect();
        let (mut open, mut window) = (Vec::new(), Vec::new());
        for gate in ground.gates() {
            let entry = entries.get(&gate.space).copied().unwrap_or(Entry::Hidden);
            let free = entry == Entry::Inside && reads_past_gates(ground, gate.space, asking);
            if free || is_open(gate, ground.space(gate.space), entry, asking) {
                open.push(gate.id);
            } else if entry >= Entry::Window {
                window.push(gate.id);
            }
        }
        open.sort_unstable();
        window.sort_unstable();
        let bought = asking.holdings.map(|held| held.ids(ThingKind::Post)).unwrap_or_default();
        Self { member: asking.member, entries, open, window, bought: bought.into_iter().collect() }
    }

    /// How far into a space they come.
    #[must_use]
    pub fn entry(&self, space: SpaceId) -> Entry {
        self.entries.get(&space).copied().unwrap_or(Entry::Hidden)
    }

    /// The gates whose posts they read whole, sorted.
    #[must_use]
    pub fn open(&self) -> &[GateId] {
        &self.open
    }

    /// The gates whose posts they see from outside: title, summary, free part; sorted.
    #[must_use]
    pub fn window(&self) -> &[GateId] {
        &self.window
    }

    /// The gates whose posts they may be shown at all.
    pub fn seen(&self) -> impl Iterator<Item = GateId> + '_ {
        self.open.iter().chain(&self.window).copied()
    }

    /// The posts that they bought alone.
    pub fn bought(&self) -> impl Iterator<Item = i64> + '_ {
        self.bought.iter().copied()
    }

    /// Whether a gate is open to them.
    #[must_use]
    pub fn opens(&self, gate: GateId) -> bool {
        self.open.binary_search(&gate).is_ok()
    }

    /// Whether they read a post whole: its gate is open, they bought it alone, or they wrote it.
    #[must_use]
    pub fn reads(&self, post: PostId, gate: GateId, space: SpaceId, author: MemberId) -> bool {
        if self.opens(gate) {
            return true;
        }
        let own = self.member == Some(author) || self.bought.contains(&post.get());
        own && self.entry(space) != Entry::Hidden
    }

    /// Whether they may know that a post is there: they read it, or see it from outside.
    #[must_use]
    pub fn knows(&self, post: PostId, gate: GateId, space: SpaceId, author: MemberId) -> bool {
        self.reads(post, gate, space, author) || self.window.binary_search(&gate).is_ok()
    }

    /// Whether they read an earlier version of a post that they read now: its gate of then is open to
    /// them, or they wrote it.
    #[must_use]
    pub fn reads_version(&self, gate: GateId, author: MemberId) -> bool {
        self.opens(gate) || self.member == Some(author)
    }
}

/// How far into a space the one who asks comes.
fn entry(ground: &Ground, space: &Space, asking: Asking<'_>) -> Entry {
    if reads_past_gates(ground, space.id, asking) {
        return Entry::Inside;
    }
    match space.visibility {
        Visibility::Open => Entry::Inside,
        Visibility::Members if asking.member.is_some() => Entry::Inside,
        Visibility::Members => Entry::Door,
        Visibility::Plan if holds_space(space, asking) => Entry::Inside,
        Visibility::Plan if space.shown => Entry::Window,
        Visibility::Plan => Entry::Door,
        Visibility::Secret if asking.added.contains(&space.id) => Entry::Inside,
        Visibility::Secret => Entry::Hidden,
    }
}

/// Whether no gate in the space is closed to them: the team, and the space's own moderators.
fn reads_past_gates(ground: &Ground, space: SpaceId, asking: Asking<'_>) -> bool {
    asking.reads_all || asking.member.is_some_and(|member| ground.moderates(space, member))
}

/// Whether they hold a plan of the space, or the space itself.
fn holds_space(space: &Space, asking: Asking<'_>) -> bool {
    let plan = |id: &i64| Thing { kind: ThingKind::Plan, id: *id };
    let itself = Thing { kind: ThingKind::Space, id: space.id.get() };
    let holds = |thing: Thing| asking.holdings.is_some_and(|held| held.holds(thing));
    holds(itself) || space.plans.iter().map(plan).any(holds)
}

/// Whether a gate is open to somebody who comes so far into its space.
fn is_open(gate: &Gate, space: Option<&Space>, entry: Entry, asking: Asking<'_>) -> bool {
    let Some(space) = space else { return false };
    if gate.is_of_space() {
        return entry == Entry::Inside;
    }
    // One thing of the list opens the post, with or without the plan of the space. A space for
    // accounts or for those who were added still has to be entered first.
    let may_come = match space.visibility {
        Visibility::Open | Visibility::Plan => true,
        Visibility::Members | Visibility::Secret => entry == Entry::Inside,
    };
    let holds = |thing: &Thing| asking.holdings.is_some_and(|held| held.holds(*thing));
    may_come && gate.any_of.iter().any(holds)
}

impl Reach {
    /// The same without the gates that `own` neither opens nor sees from outside.
    #[must_use]
    pub fn within(&self, own: &Self) -> Self {
        let seen: HashSet<GateId> = own.seen().collect();
        let kept = |gates: &[GateId]| gates.iter().copied().filter(|g| seen.contains(g)).collect();
        Self { open: kept(&self.open), window: kept(&self.window), ..self.clone() }
    }

    /// The gates for a statement's one list: those that are open, and those seen from outside with
    /// their sign turned, so that `gate IN (list)` is open and `-gate IN (list)` is locked.
    #[must_use]
    pub fn signed(&self) -> Vec<i64> {
        let open = self.open.iter().map(|gate| gate.get());
        open.chain(self.window.iter().map(|gate| -gate.get())).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use kernel::Ts;

    use super::*;
    use crate::space::Posting;

    const PLAN: i64 = 70;

    pub(crate) fn space(id: i64, visibility: Visibility) -> Space {
        Space {
            id: SpaceId::from_i64(id),
            handle: format!("s{id}"),
            name: format!("Space {id}"),
            description: String::new(),
            prompt: String::new(),
            icon: "hash".into(),
            visibility,
            shown: true,
            posting: Posting::Everyone,
            place: id,
            plans: vec![PLAN],
            created_at: Ts::default(),
        }
    }

    fn thing(kind: ThingKind, id: i64) -> Thing {
        Thing { kind, id }
    }

    /// Spaces 1 open, 2 members, 3 plan, 4 secret, 5 plan with a closed window; each with its own
    /// gate and one (ten times its number) that a dearer plan 71 opens.
    pub(crate) fn ground() -> Ground {
        let mut closed = space(5, Visibility::Plan);
        closed.shown = false;
        let spaces = vec![
            space(1, Visibility::Open),
            space(2, Visibility::Members),
            space(3, Visibility::Plan),
            space(4, Visibility::Secret),
            closed,
        ];
        let gate = |id: i64, space: i64, any_of: Vec<Thing>| Gate {
            id: GateId::from_i64(id),
            space: SpaceId::from_i64(space),
            any_of,
        };
        let dear = thing(ThingKind::Plan, 71);
        let gates =
            (1..=5).flat_map(|n| [gate(n, n, Vec::new()), gate(10 * n, n, vec![dear])]).collect();
        let moderators = vec![(SpaceId::from_i64(4), MemberId::from_i64(9))];
        Ground::new(1, spaces, gates, moderators)
    }

    fn reach(member: Option<i64>, held: &[Thing], added: &[i64], reads_all: bool) -> Reach {
        let holdings = Holdings::for_tests(held);
        let added: Vec<SpaceId> = added.iter().copied().map(SpaceId::from_i64).collect();
        let member = member.map(MemberId::from_i64);
        let holdings = member.is_some().then_some(&holdings);
        Reach::of(&ground(), Asking { member, reads_all, holdings, added: &added })
    }

    fn open(reach: &Reach) -> Vec<i64> {
        reach.open().iter().map(|gate| gate.get()).collect()
    }

    fn window(reach: &Reach) -> Vec<i64> {
        reach.window().iter().map(|gate| gate.get()).collect()
    }

    #[test]
    fn each_kind_of_viewer_enters_what_is_theirs() {
        use Entry::{Door, Hidden, Inside, Window};
        let entries = |reach: &Reach| -> Vec<Entry> {
            (1..=5).map(|n| reach.entry(SpaceId::from_i64(n))).collect()
        };
        let plan = [thing(ThingKind::Plan, PLAN)];
        let whole_space = [thing(ThingKind::Space, 5)];
        let table = [
            (reach(None, &[], &[], false), [Inside, Door, Window, Hidden, Door]),
            (reach(Some(1), &[], &[], false), [Inside, Inside, Window, Hidden, Door]),
            (reach(Some(1), &plan, &[], false), [Inside, Inside, Inside, Hidden, Inside]),
            (reach(Some(1), &whole_space, &[], false), [Inside, Inside, Window, Hidden, Inside]),
            (reach(Some(1), &[], &[4], false), [Inside, Inside, Window, Inside, Door]),
            (reach(Some(9), &[], &[], false), [Inside, Inside, Window, Inside, Door]),
            (reach(Some(1), &[], &[], true), [Inside; 5]),
        ];
        for (number, (reach, expected)) in table.iter().enumerate() {
            assert_eq!(entries(reach), expected, "viewer {number}");
        }
    }

    #[test]
    fn a_dearer_post_is_not_opened_by_the_plan_of_its_space() {
        let reach = reach(Some(1), &[thing(ThingKind::Plan, PLAN)], &[], false);
        assert_eq!(open(&reach), [1, 2, 3, 5]);
        assert_eq!(window(&reach), [10, 20, 30, 50]);
    }

    #[test]
    fn one_thing_of_the_list_opens_the_post_without_the_plan_of_its_space() {
        let reach = reach(Some(1), &[thing(ThingKind::Plan, 71)], &[], false);
        assert_eq!(open(&reach), [1, 2, 10, 20, 30, 50]);
        assert!(!reach.opens(GateId::from_i64(40)), "a secret space has to be entered first");
    }

    #[test]
    fn a_visitor_sees_nothing_of_closed_windows_and_secret_spaces() {
        let reach = reach(None, &[], &[], false);
        assert_eq!((open(&reach), window(&reach)), (vec![1], vec![3, 10, 30]));
        assert_eq!(reach.signed(), [1, -3, -10, -30]);
    }

    #[test]
    fn a_post_bought_alone_and_an_own_one_are_read_but_not_in_a_hidden_space() {
        let (post, author) = (PostId::from_i64(500), MemberId::from_i64(2));
        let reads = |reach: &Reach, space: i64| {
            reach.reads(post, GateId::from_i64(space * 10), SpaceId::from_i64(space), author)
        };
        let bought = reach(Some(1), &[thing(ThingKind::Post, 500)], &[], false);
        let wrote = reach(Some(2), &[], &[], false);
        for reach in [&bought, &wrote] {
            assert!(reads(reach, 3) && reads(reach, 5) && !reads(reach, 4));
        }
        assert!(!reads(&reach(Some(1), &[], &[], false), 3));
    }

    #[test]
    fn within_what_a_member_sees_the_team_reads_whole_and_knows_of_nothing_else() {
        let all = reach(Some(8), &[], &[], true);
        let listed = all.within(&reach(Some(8), &[], &[], false));
        let open: Vec<i64> = listed.open().iter().map(|gate| gate.get()).collect();
        assert_eq!(open, [1, 2, 3, 10, 20, 30], "neither the secret space nor the closed window");
        assert!(listed.window().is_empty());
    }

    #[test]
    fn the_moderator_of_one_space_passes_its_gates_and_no_others() {
        let reach = reach(Some(9), &[], &[], false);
        assert!(reach.opens(GateId::from_i64(40)) && !reach.opens(GateId::from_i64(10)));
    }
}
