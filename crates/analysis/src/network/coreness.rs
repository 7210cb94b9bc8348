//! How deep in the network a member sits.

use super::graph::Graph;

/// The coreness of every member: the greatest k such that it belongs to a group in which everybody
/// is tied to at least k others of the group (Seidman, 1983; Batagelj and Zaveršnik, "An O(m)
/// Algorithm for Cores Decomposition of Networks", 2003).
///
/// For a directed graph ties in and out both count. O(n + m).
pub fn coreness(graph: &Graph) -> Vec<u32> {
    let n = graph.len();
    let incoming = graph.is_directed().then(|| graph.reversed());
    let neighbours = |member: u32| {
        let back = incoming.as_ref().map_or(&[][..], |other| other.row(member).0);
        graph.row(member).0.iter().chain(back).copied()
    };
    let mut degrees: Vec<usize> = (0..n as u32).map(|member| neighbours(member).count()).collect();
    let greatest = degrees.iter().copied().max().unwrap_or(0);
    // Members in the order of their degree; `starts` says where each degree begins.
    let mut starts = vec![0; greatest + 2];
    for degree in &degrees {
        starts[degree + 1] += 1;
    }
    for degree in 1..starts.len() {
        starts[degree] += starts[degree - 1];
    }
    let mut order = vec![0_u32; n];
    let mut places = vec![0; n];
    let mut next = starts.clone();
    for (member, degree) in degrees.iter().enumerate() {
        order[next[*degree]] = member as u32;
        places[member] = next[*degree];
        next[*degree] += 1;
    }
    for at in 0..n {
        let member = order[at];
        let own = degrees[member as usize];
        for other in neighbours(member) {
            let degree = degrees[other as usize];
            if degree <= own {
                continue;
            }
            // Moves the other to the front of its degree and then one degree down.
            let front = starts[degree].max(at + 1);
            let first = order[front];
            let place = places[other as usize];
            order.swap(front, place);
            places[first as usize] = place;
            places[other as usize] = front;
            starts[degree] = front + 1;
            degrees[other as usize] = degree - 1;
        }
    }
    degrees.iter().map(|degree| *degree as u32).collect()
}
