# Search and feeds.

discovery-title = Search
discovery-title-of = Search: { $question }
discovery-label = Search posts and comments
discovery-space = Space
discovery-everywhere = All spaces
discovery-sort-all = All
discovery-sort-posts = Posts
discovery-sort-comments = Comments and answers
discovery-count = { $count ->
    [one] 1 result
   *[other] { COUNT($count) } results
}
discovery-count-more = The { COUNT($count) } best results
discovery-any-word = Nothing has all of these words; these have some.
discovery-fresh = What are you looking for?
discovery-fresh-why = Type a few words to search the posts, comments and answers you can read.
discovery-fresh-act = See new posts
discovery-too-short = Nothing to search for
discovery-too-short-why = Type at least one letter, digit or character.
discovery-empty = Nothing found for “{ $question }”
discovery-empty-why = Try other words, or ask.
discovery-ask = Ask a question
discovery-kind-article = Article
discovery-kind-question = Question
discovery-kind-comment = Comment
discovery-kind-answer = Answer
discovery-locked = Members read it all
discovery-former = A former member
discovery-feed-rest = The rest is for members

fault-search-too-short = Type at least one letter, digit or character.
fault-search-too-long = A search has at most 200 characters.
fault-search-sort = The type is all, post or comment.
