# Spaces, posts, comments, answers, reactions, bookmarks, tags, follows.

## Words that the program adds to a text
community-prose-footnotes = Footnotes
community-prose-footnote-back = Back to the text
community-prose-table = Table
community-prose-picture = Picture without description
community-prose-remote-picture = Picture
community-prose-task-done = Done
community-prose-task-open = Open

## Home
community-home-title = Home
community-home-tabs = Order of posts
community-home-latest = Latest
community-home-featured = Featured
community-home-following = Following
community-home-hot = Popular
community-home-unanswered = Unanswered
community-home-compose = Write something, or ask a specific question
community-home-article = Article
community-home-question = Question
community-home-empty = No posts here yet
community-home-empty-why = Nobody has written in the spaces you can enter. Write the first post; one sentence is enough.
community-home-featured-empty = Nothing featured yet
community-home-featured-empty-why = Posts that the team picks appear here.
community-home-following-empty = Nothing from what you follow yet
community-home-following-empty-why = Follow a person, a space or a tag, and their new posts appear here.
community-home-unanswered-empty = No question is waiting
community-home-unanswered-empty-why = Every question has an answer.
community-home-find-spaces = See all spaces
community-home-waiting = Waiting for your answer
community-home-popular-tags = Popular tags
community-home-answers-none = No answer yet
community-home-aside = Beside

## Landing page
community-land-free = Read for free
community-land-who = { $name } and { COUNT($count) } members
community-land-join = Join · { $price }
community-land-read-free = Read some free posts first
community-land-terms = Refundable for { $days } days · reminder before it ends
community-land-proof = The community in numbers
community-land-posts = posts
community-land-comments = comments
community-land-answered = of questions answered
community-land-members = members
community-land-recent = Written lately
community-land-recent-lead = What is marked “free” can be read now, without signing in.
community-land-readable = Free
community-land-locked = Members
community-land-trial = { $percent }% free
community-land-all = All posts
community-land-spaces = What is inside
community-land-spaces-lead = Each space is about one thing.
community-land-price = Pay, and you are in
community-land-price-lead = No need to register first: an e-mail address at checkout is enough.
community-land-faq = Asked before paying
community-land-faq-refund = Can I get my money back?
community-land-faq-refund-text = Ask within { $days } days of paying; it goes back the way it came.
community-land-faq-end = Does it renew by itself?
community-land-faq-end-text = No. You are reminded before it ends, and you decide.
community-land-faq-after = What can I read after it ends?
community-land-faq-after-text = What you wrote and what is open to everyone stays. Renew to go on reading the rest.
community-land-faq-data = Can I take my data with me?
community-land-faq-data-text = Yes. Export everything you wrote and kept in settings, at any time.
community-land-featured-by = { $name },{" "}

## Spaces
community-spaces-title = All spaces
community-spaces-lead = Each space is about one thing.
community-spaces-empty = No spaces yet
community-spaces-empty-why = Spaces that the team opens appear here.
community-spaces-posts = { $count ->
    [one] 1 post
   *[other] { COUNT($count) } posts
}
community-space-open = Open
community-space-members = Members
community-space-plan = Paying members
community-space-secret = By invitation
community-space-write = Write a post
community-space-follow = Follow
community-space-unfollow = Unfollow
community-space-followed = You follow this now.
community-space-unfollowed = You don’t follow this any more.
community-space-empty = No posts here yet
community-space-empty-why = Write the first one, and others have something to respond to.
community-space-door-members = Anyone with an account can read the posts here.
community-space-door-plan = What is in this space is for paying members.
community-space-window = You see titles, summaries and free parts. Join to read everything and the discussion.
community-space-rss = Subscribe to this space
community-space-about = About this space
community-space-moderators = Moderators
community-space-edit = Space settings
community-join = Join
community-sign-in = Sign in

## Tags, authors
community-tag-title = Tag: { $name }
community-tag-count = { $count ->
    [one] 1 open post
   *[other] { COUNT($count) } open posts
}
community-tag-empty = No post with this tag that you can see
community-tag-empty-why = Try another tag, or search.
community-tag-edit = Describe this tag
community-tag-body = Description
community-tag-body-hint = What this tag is for. Markdown works.
community-tag-saved = Description saved.
community-author-title = Posts by { $name }
community-author-comments-title = Comments and answers by { $name }
community-author-posts = Posts
community-author-newest = Newest posts
community-author-all-posts = All posts
community-author-comments = Comments and answers
community-author-empty = No post here that you can see
community-author-empty-why = Posts in spaces you can enter appear here.
community-author-comments-empty = No comment here that you can see
community-author-comments-empty-why = Comments below posts you can read appear here.
community-author-former = Former member
community-author-open-posts = Open posts
community-author-accepted = Accepted
community-author-followers = Followers
community-author-unit = { COUNT($count) }
community-follow = Follow
community-unfollow = Unfollow
community-follow-on = You follow { $name } now.
community-follow-off = You don’t follow { $name } any more.
community-role-owner = Owner
community-role-admin = Admin
community-role-editor = Editor
community-role-moderator = Moderator
community-role-instructor = Instructor
community-role-support = Support
community-by-author = Author
community-by-asker = Asker

## Bookmarks, drafts
community-bookmarks-title = Saved
community-bookmarks-empty = Nothing saved yet
community-bookmarks-empty-why = Press “Save” below a post to find it here later.
community-bookmarks-find = Go to the home page
community-drafts-title = Drafts
community-drafts-pictures = My pictures
community-drafts-empty = No drafts
community-drafts-empty-why = What you haven’t finished is kept here for 90 days.
community-drafts-untitled = No title yet
community-drafts-open = Go on writing
community-drafts-delete = Delete draft
community-drafts-deleted = Draft deleted.
community-drafts-kept = Draft saved.
community-drafts-edits = Edit of a post

## Posts
community-post-article = Article
community-post-question = Question
community-post-edited = edited
community-post-featured = Featured
community-post-closed = Discussion closed
community-post-hidden = Only you and the team see this
community-post-minutes = { $minutes } min read
community-post-characters = { COUNT($count) } characters
community-post-outline = Contents
community-post-beside = Author and related
community-post-more-of = More by this author
community-post-related = Related posts
community-post-duplicate = Same as this one
community-post-trial = You are reading the first { COUNT($free) } of { COUNT($all) } characters
community-post-behind = { COUNT($all) } characters, open to members
community-post-locked-note = { $kind } · { COUNT($count) } characters
community-post-locked-trial = { $kind } · { COUNT($count) } characters · { $percent }% free
community-post-lock-more = { COUNT($count) } more characters for members
community-post-edit = Edit
community-post-delete = Delete
community-post-history = History
community-post-feature = Feature
community-post-unfeature = Stop featuring
community-post-close = Close discussion
community-post-reopen = Reopen discussion
community-post-copy-link = Copy link
community-post-copied = Link copied
community-post-gone-title = Post deleted
community-post-gone = This post was deleted.
community-post-rest = The part for members begins here
community-post-share = Share
community-post-saved = Saved.
community-post-published = Published.
community-post-deleted = Post deleted.
community-post-featured-on = The post is featured now.
community-post-featured-off = The post isn’t featured any more.
community-post-closed-on = The discussion is closed.
community-post-closed-off = The discussion is open again.
community-delete-title = Delete post
community-delete-lead = The post, its history and what search knows of it are deleted, and the discussion below is no longer shown. This can’t be undone.
community-delete-yes = Delete post
community-delete-no = Keep it

## Paywall
community-offer-heading = { COUNT($characters) } more characters{ $images ->
    [0] {""}
    [one] , 1 image
   *[other] , { $images } images
}{ $comments ->
    [0] {""}
    [one] , 1 comment
   *[other] , { COUNT($comments) } comments
}
community-offer-heading-space = Join to read everything here
community-offer-legend = Choose how
community-offer-refund = Refundable for { $days } days
community-offer-term = No automatic renewal; reminder before it ends
community-offer-none = Nothing that opens this part is on sale right now.
community-offer-proof = { $count ->
    [one] 1 member
   *[other] { COUNT($count) } members
}
community-per-month = /month
community-per-year = /year
community-offer-join = Join

## Discussion
community-talk-title = Discussion
community-talk-sort = Order
community-talk-best = Most helpful
community-talk-new = Newest
community-talk-answers = { $count ->
    [0] No answer yet
    [one] 1 answer
   *[other] { COUNT($count) } answers
}
community-talk-comments = comments
community-talk-empty = Nobody has said anything yet. Be the first; one sentence is enough.
community-talk-empty-question = No answer yet. A part of one helps, too.
community-talk-locked = { $count ->
    [one] 1 more comment for members
   *[other] { COUNT($count) } more comments for members
}
community-talk-locked-all = { $count ->
    [one] 1 comment for members
   *[other] { COUNT($count) } comments for members
}
community-talk-closed = The discussion is closed; new comments can’t be written.
community-talk-sign-in = Sign in to take part; one sentence is enough
community-talk-more = More comments
community-comment-write = Write a comment
community-comment-answer = Write an answer
community-comment-reply = Reply
community-comment-reply-to = Reply to { $name }
community-comment-body = Your comment
community-comment-answer-body = Your answer
community-comment-send = Publish comment
community-comment-send-answer = Publish answer
community-comment-send-reply = Publish reply
community-comment-hint = Markdown works; mention others with @.
community-comment-edited = edited
community-comment-accepted = Accepted
community-comment-accepted-by = { $name }’s answer was accepted
community-comment-accept = Accept this answer
community-comment-unaccept = Take acceptance back
community-comment-feature = Feature: show to everybody
community-comment-unfeature = Stop featuring
community-comment-withdraw = Withdraw from everybody
community-comment-edit = Edit
community-comment-delete = Delete
community-comment-link = Copy link
community-comment-gone = Comment deleted
community-comment-hidden = Comment hidden
community-comment-hidden-own = Only you and the team see this
community-comment-more-replies = See all { $count } replies
community-comment-on = Comment: { $title }
community-comment-back = Back to the whole discussion
community-comment-edit-title = Edit comment
community-comment-save = Save comment
community-comment-cancel = Discard changes
community-comment-delete-title = Delete comment
community-comment-delete-lead = The comment is deleted; replies below it stay. This can’t be undone.
community-comment-published = Published.
community-comment-saved = Comment saved.
community-comment-deleted = Comment deleted.
community-comment-on-post = Commented on
community-comment-answered = Answered

## Writing
community-new-title = Write a post
community-new-title-question = Ask a question
community-edit-title = Edit post
community-theirs-title = What is saved now
community-theirs-signs = Lines with − stand there and not in yours, lines with + are yours.
community-theirs-whole = All of that version
community-new-kind = Kind
community-new-article = Article
community-new-article-sub = Something to read
community-new-question = Question
community-new-question-sub = Something to answer; one answer can be accepted
community-new-space = Space
community-new-heading = Title
community-new-heading-hint = What it is about, in one line of up to 120 characters.
community-new-summary = Summary
community-new-summary-hint = For those who can’t read all of it. It is never cut from the part for members.
community-new-body = Text
community-new-body-hint = Markdown, code, formulas and tables work. Mention somebody with @ and their handle.
community-new-tags = Tags
community-new-tags-hint = Separated by commas, at most 5.
community-new-tag-remove = Remove
community-new-gate = Who can read it
community-new-gate-hint = Applies to what stands below the divider.
community-new-gate-space = As the space
community-new-gate-plan = Members of { $name }
community-new-gate-keep = The gate it has now
community-new-publish = Publish
community-new-save = Save changes
community-new-keep = Save as draft
community-new-cancel = Discard
community-new-optional = optional
community-new-restored = The draft saved { $when } is open.
community-new-nowhere = There is no space you can post in
community-new-nowhere-why = Join a space to post there.
community-new-error = Error: { $title }
community-new-problems = Some things need a change
community-preview-free = { COUNT($free) } characters free · { $percent }%
community-preview-divider = The part for members begins here

## History
community-history-title = History: { $title }
community-history-now = As it is now
community-history-version = Version { $number }
community-history-by = changed by { $name }
community-history-empty = Not edited yet
community-history-empty-why = After the first edit, earlier versions stay here.
community-history-elsewhere = Edited where it came from
community-history-elsewhere-why = Earlier versions were not brought along.
community-history-locked = This version stood behind another gate, which isn’t open to you now.
community-history-back = Back to the post
community-history-back-comment = Back to the comment
community-history-comment = History of a comment on { $title }
community-history-older = Earlier versions

## Studio: spaces
community-studio-title = Spaces
community-studio-new = Open a space
community-studio-edit = Space: { $name }
community-studio-handle = Address
community-studio-handle-hint = Stands after /s/: 2 to 30 small letters, digits, - or _.
community-studio-name = Name
community-studio-description = Description
community-studio-description-hint = A sentence or two. Whoever sees that the space exists sees it.
community-studio-prompt = Invitation
community-studio-prompt-hint = Invites to write the first post while the space is empty.
community-studio-visibility = Who may enter
community-studio-open-sub = Anyone reads
community-studio-members-sub = Any account reads; visitors see name and description
community-studio-plan-sub = Whoever holds one of the plans below, or an entitlement to this space
community-studio-secret-sub = Only those you add know that it exists
community-studio-plans = Plans that open it
community-studio-plans-none = No plans yet. Make a membership under “Products” first.
community-studio-shown = Those outside see titles, summaries and free parts
community-studio-posting = Who may post
community-studio-posting-everyone = Everybody inside
community-studio-posting-team = The team and moderators
community-studio-icon = Icon
community-studio-save = Save space
community-studio-create = Open space
community-studio-saved = Space saved.
community-studio-created = The space is open.
community-studio-up = Move up
community-studio-down = Move down
community-studio-posts = Posts
community-studio-who = Who may enter
community-studio-place = Order
community-studio-empty = No spaces yet
community-studio-empty-why = Open the first one, and members have a place to write.
community-studio-people = Invited members
community-studio-people-lead = Only they and the team enter this space.
community-studio-moderators = Moderators
community-studio-moderators-lead = Moderators read everything here; they edit, hide, close and feature.
community-studio-person = Handle
community-studio-add = Add
community-studio-remove = Remove
community-studio-make-moderator = Make moderator
community-studio-end-moderator = End moderating
community-studio-nobody = Nobody yet.
community-studio-done = Done.
community-studio-view = See the space
community-studio-cancel = Back

## What is said when something does not go through
fault-space-missing = There is no such space.
fault-space-plan-only = What is in here is for paying members.
fault-space-team-only = Only the team posts in this space.
fault-space-not-yours = Managing spaces needs a permission of the team.
fault-space-handle-invalid = The address takes 2 to 30 small letters, digits, - or _.
fault-space-handle-taken = Another space has this address.
fault-space-name-missing = Give the space a name.
fault-space-name-long = A name has at most 40 characters.
fault-space-description-long = A description has at most 300 characters.
fault-space-prompt-long = An invitation has at most 120 characters.
fault-space-visibility-invalid = Choose who may enter.
fault-space-posting-invalid = Choose who may post.
fault-space-plan-unknown = One of the plans does not exist.
fault-space-members-sign-in = This is open to everybody with an account. Sign in, or make one.
fault-space-plan-sign-in = This is for paying members. Sign in if you are one, or register to join.
fault-space-plan-needed = Choose at least one plan.
fault-space-member-unknown = No member has this handle.
fault-space-not-secret = Only spaces by invitation need members added.
fault-space-needed = Choose a space.
fault-post-missing = There is no such post.
fault-text-turns = The text holds hidden signs that turn its direction. Take them out and try again.
fault-list-one-place = Name a space, a tag or an author, not several.
fault-list-order = This list has no such order.
fault-post-gone = This post was deleted.
fault-post-hidden = This post can’t be seen right now.
fault-post-changed = This post was changed after you opened it. What you wrote is all below and not saved yet: compare, and save again to let yours stand.
fault-post-locked = This part is open to members.
fault-post-closed = The discussion is closed.
fault-post-not-yours = Only its author and the team change this post.
fault-post-team-only = Only the team does this.
fault-post-gate-team-only = Only the team gives a post a gate of its own.
fault-post-gate-invalid = The gate names something unknown.
fault-post-kind-invalid = A post is an article or a question.
fault-post-title-missing = Write a title.
fault-post-title-long = A title has at most 120 characters.
fault-post-summary-long = A summary has at most 300 characters.
fault-post-body-missing = The text is still empty.
fault-post-body-long = A text has at most 100,000 characters.
fault-post-too-large = This is too long for one post; make several of it.
fault-post-tag-long = A tag has at most 30 characters.
fault-post-tags-many = A post has at most 5 tags.
fault-comment-missing = There is no such comment.
fault-comment-gone = This comment was deleted.
fault-comment-changed = This comment was changed after you opened it. What you wrote is below and not saved yet: compare, and save again to let yours stand.
fault-comment-not-yours = Only its author and the team change this comment.
fault-comment-too-old = A comment can be changed for 30 days.
fault-comment-body-missing = Write something first.
fault-comment-body-long = A comment has at most 20,000 characters.
fault-comment-too-large = This is too long for a comment; write a post.
fault-comment-kind-invalid = Only questions have answers.
fault-comment-answer-nested = An answer can’t stand below another comment.
fault-comment-withdrawn = Its author withdrew it; it can’t be featured again.
fault-answer-no-question = Only questions have accepted answers.
fault-answer-not-yours = Only the asker and the team accept an answer.
fault-answer-not-here = This is no answer to this question.
fault-follow-yourself = No need to follow yourself.
fault-tag-missing = There is no such tag.
fault-draft-changed = This draft was changed meanwhile, so nothing was done. Read it again first.
fault-draft-missing = There is no such draft.
fault-draft-too-many = You keep 100 drafts already; delete some first.
fault-reaction-unknown = There is no such reaction.
community-spaces-empty-open = Posts live in spaces. Open the first one; you can rename it later.
community-land-register = Register for free
community-studio-icon-word = { $name ->
    [hash] Hash
    [message-square] Speech bubble
    [book-open] Book
    [circle-help] Question mark
    [bell] Bell
    [lightbulb] Light bulb
    [users] People
    [gem] Gem
   *[other] { $name }
}
community-history-changes = What was changed after it
community-history-whole = All of this version
