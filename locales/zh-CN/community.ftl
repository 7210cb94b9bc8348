# 空间、帖子、评论、回答、表态、收藏、标签、关注。

## 正文里由程序补上的字
community-prose-footnotes = 脚注
community-prose-footnote-back = 回到正文
community-prose-table = 表格
community-prose-picture = 没有说明的图片
community-prose-remote-picture = 图片
community-prose-task-done = 已完成
community-prose-task-open = 未完成

## 首页
community-home-title = 首页
community-home-tabs = 内容排序
community-home-latest = 最新
community-home-featured = 精华
community-home-following = 关注
community-home-hot = 热门
community-home-unanswered = 待回答
community-home-compose = 写点什么，或者问一个具体的问题
community-home-article = 文章
community-home-question = 提问
community-home-empty = 这里还没有帖子
community-home-empty-why = 你能进的空间里还没有人写。写第一篇，一句话也可以。
community-home-featured-empty = 还没有精华
community-home-featured-empty-why = 团队挑出的好帖子会出现在这里。
community-home-following-empty = 还没有关注的内容
community-home-following-empty-why = 关注一个人、一个空间或一个标签，他们的新帖子会出现在这里。
community-home-unanswered-empty = 没有等人回答的问题
community-home-unanswered-empty-why = 提的问题都有人答了。
community-home-find-spaces = 看看有哪些空间
community-home-waiting = 等你来答
community-home-popular-tags = 常用标签
community-home-answers-none = 还没有回答
community-home-aside = 侧栏

## 落地页
community-land-free = 免费阅读
community-land-who = { $name }和 { COUNT($count) } 位成员
community-land-join = 加入 · { $price }
community-land-read-free = 先读几篇免费的
community-land-terms = { $days } 天内可退 · 到期前提醒
community-land-proof = 社群里的数字
community-land-posts = 篇帖子
community-land-comments = 条讨论
community-land-answered = 的提问有人回答
community-land-members = 位成员
community-land-recent = 最近写了什么
community-land-recent-lead = 标着“可读”的现在就能读完，不用登录。
community-land-readable = 可读
community-land-locked = 成员可读
community-land-trial = 试读 { $percent } %
community-land-all = 全部帖子
community-land-spaces = 这里有什么
community-land-spaces-lead = 每个空间谈一件事。
community-land-price = 付完就在里面
community-land-price-lead = 不用先注册，付款时填一个邮箱就够。
community-land-faq = 付钱之前会问的
community-land-faq-refund = 不满意能退吗？
community-land-faq-refund-text = 付款后 { $days } 天内可以申请退款，原路退回。
community-land-faq-end = 到期会自动扣款吗？
community-land-faq-end-text = 不会。到期前会提醒你，要不要续由你决定。
community-land-faq-after = 到期以后还能看什么？
community-land-faq-after-text = 你自己写的、公开的内容一直都在；会员内容续上就能接着看。
community-land-faq-data = 我的数据能带走吗？
community-land-faq-data-text = 可以，在设置里随时导出你写的和存的全部内容。
community-land-featured-by = { $name }，

## 空间
community-spaces-title = 全部空间
community-spaces-lead = 每个空间谈一件事。
community-spaces-empty = 还没有空间
community-spaces-empty-why = 团队开设空间以后，会出现在这里。
community-spaces-posts = { COUNT($count) } 篇
community-space-open = 公开
community-space-members = 成员可进
community-space-plan = 会员可进
community-space-secret = 仅受邀成员
community-space-write = 发帖
community-space-follow = 关注
community-space-unfollow = 取消关注
community-space-followed = 已关注。
community-space-unfollowed = 已取消关注。
community-space-empty = 这里还没有帖子
community-space-empty-why = 写下第一篇，别人就有了回应的地方。
community-space-door-members = 有账号就能看这里的帖子。
community-space-door-plan = 这个空间的内容只给会员看。
community-space-window = 你看到的是标题、摘要和试读部分。加入后可读全文和讨论。
community-space-rss = 订阅这个空间
community-space-about = 关于这个空间
community-space-moderators = 版主
community-space-edit = 设置这个空间
community-join = 加入
community-sign-in = 登录

## 标签、作者
community-tag-title = 标签：{ $name }
community-tag-count = { COUNT($count) } 篇公开帖子
community-tag-empty = 这个标签下没有你能看的帖子
community-tag-empty-why = 换一个标签，或者搜索一下。
community-tag-edit = 写标签说明
community-tag-body = 标签说明
community-tag-body-hint = 说明这个标签用来标什么，支持 Markdown。
community-tag-saved = 标签说明已保存。
community-author-title = { $name }的帖子
community-author-comments-title = { $name }的评论和回答
community-author-posts = 帖子
community-author-newest = 最新帖子
community-author-all-posts = 全部帖子
community-author-comments = 评论和回答
community-author-empty = 还没有你能看的帖子
community-author-empty-why = 写在你能进的空间里的帖子会出现在这里。
community-author-comments-empty = 还没有你能看的评论
community-author-comments-empty-why = 写在你能读的帖子下的评论会出现在这里。
community-author-former = 前成员
community-author-open-posts = 公开帖子
community-author-accepted = 被采纳
community-author-followers = 关注者
community-author-unit = { COUNT($count) }
community-follow = 关注
community-unfollow = 取消关注
community-follow-on = 已关注 { $name }。
community-follow-off = 已取消关注 { $name }。
community-role-owner = 主理人
community-role-admin = 管理员
community-role-editor = 编辑
community-role-moderator = 版主
community-role-instructor = 讲师
community-role-support = 客服
community-by-author = 作者
community-by-asker = 提问者

## 收藏、草稿
community-bookmarks-title = 收藏
community-bookmarks-empty = 还没有收藏
community-bookmarks-empty-why = 在帖子下点“收藏”，以后在这里找。
community-bookmarks-find = 去首页看看
community-drafts-title = 草稿
community-drafts-pictures = 我的图片
community-drafts-empty = 没有草稿
community-drafts-empty-why = 没写完的会自动存在这里，留 90 天。
community-drafts-untitled = 还没有标题
community-drafts-open = 接着写
community-drafts-delete = 删除草稿
community-drafts-deleted = 草稿已删除。
community-drafts-kept = 草稿已保存。
community-drafts-edits = 修改中的帖子

## 帖子
community-post-article = 文章
community-post-question = 提问
community-post-edited = 已编辑
community-post-featured = 精华
community-post-closed = 讨论已关闭
community-post-hidden = 仅你和团队可见
community-post-minutes = 阅读约 { $minutes } 分钟
community-post-characters = { COUNT($count) } 字
community-post-outline = 目录
community-post-beside = 作者与相关
community-post-more-of = 这位作者的其他帖子
community-post-related = 相关帖子
community-post-duplicate = 与这篇重复
community-post-trial = 你在试读前 { COUNT($free) } 字，全文 { COUNT($all) } 字
community-post-behind = 全文 { COUNT($all) } 字，加入后可读
community-post-locked-note = { $kind } · { COUNT($count) } 字
community-post-locked-trial = { $kind } · { COUNT($count) } 字 · 可试读 { $percent } %
community-post-lock-more = 还有 { COUNT($count) } 字，加入后可读
community-post-edit = 编辑
community-post-delete = 删除
community-post-history = 修改记录
community-post-feature = 设为精华
community-post-unfeature = 取消精华
community-post-close = 关闭讨论
community-post-reopen = 重新开放讨论
community-post-copy-link = 复制链接
community-post-copied = 链接已复制
community-post-gone-title = 帖子已删除
community-post-gone = 这篇帖子已被删除。
community-post-rest = 从这里开始是付费部分
community-post-share = 分享
community-post-saved = 已保存。
community-post-published = 已发布。
community-post-deleted = 帖子已删除。
community-post-featured-on = 已设为精华。
community-post-featured-off = 已取消精华。
community-post-closed-on = 讨论已关闭。
community-post-closed-off = 讨论已重新开放。
community-delete-title = 删除帖子
community-delete-lead = 帖子、修改记录和它在搜索里的内容都会删掉，下面的讨论不再显示。这一步不能撤回。
community-delete-yes = 删除帖子
community-delete-no = 保留

## 付费墙
community-offer-heading = 还有 { COUNT($characters) } 字{ $images ->
    [0] {""}
   *[other] 、{ $images } 张图
}{ $comments ->
    [0] {""}
   *[other] 、{ COUNT($comments) } 条讨论
}
community-offer-heading-space = 加入后可读这里的全部内容
community-offer-legend = 选择方式
community-offer-refund = { $days } 天内可退
community-offer-term = 到期不自动扣款，提前提醒
community-offer-none = 这部分内容暂时没有在售的方案。
community-offer-proof = { COUNT($count) } 位成员
community-per-month = /月
community-per-year = /年
community-offer-join = 加入

## 讨论
community-talk-title = 讨论
community-talk-sort = 排序
community-talk-best = 最有帮助
community-talk-new = 最新
community-talk-answers = { $count ->
    [0] 还没有回答
   *[other] { COUNT($count) } 个回答
}
community-talk-comments = 条评论
community-talk-empty = 还没有人说话。写第一条，一句话也可以。
community-talk-empty-question = 还没有回答。知道一点也可以先说。
community-talk-locked = 其余 { COUNT($count) } 条讨论成员可见
community-talk-locked-all = { COUNT($count) } 条讨论成员可见
community-talk-closed = 讨论已关闭，不能再写新的评论。
community-talk-sign-in = 登录后参与讨论，一句话也可以
community-talk-more = 更多讨论
community-comment-write = 写评论
community-comment-answer = 写回答
community-comment-reply = 回复
community-comment-reply-to = 回复 { $name }
community-comment-body = 你的评论
community-comment-answer-body = 你的回答
community-comment-send = 发布评论
community-comment-send-answer = 发布回答
community-comment-send-reply = 发布回复
community-comment-hint = 支持 Markdown；用 @ 提到别人。
community-comment-edited = 已编辑
community-comment-accepted = 已采纳
community-comment-accepted-by = { $name }的回答已采纳
community-comment-accept = 采纳这个回答
community-comment-unaccept = 取消采纳
community-comment-feature = 设为精选，所有人可见
community-comment-unfeature = 取消精选
community-comment-withdraw = 撤回精选
community-comment-edit = 编辑
community-comment-delete = 删除
community-comment-link = 复制链接
community-comment-gone = 评论已删除
community-comment-hidden = 评论已被隐藏
community-comment-hidden-own = 仅你和团队可见
community-comment-more-replies = 查看全部 { $count } 条回复
community-comment-on = 评论：{ $title }
community-comment-back = 回到全部讨论
community-comment-edit-title = 编辑评论
community-comment-save = 保存评论
community-comment-cancel = 放弃修改
community-comment-delete-title = 删除评论
community-comment-delete-lead = 评论会被删除，下面的回复仍在。这一步不能撤回。
community-comment-published = 已发布。
community-comment-saved = 评论已保存。
community-comment-deleted = 评论已删除。
community-comment-on-post = 评论于
community-comment-answered = 回答了

## 写作
community-new-title = 发帖
community-new-title-question = 提问
community-edit-title = 编辑帖子
community-theirs-title = 现在保存着的版本
community-theirs-signs = 减号是那边有、你没有的，加号是你写的。
community-theirs-whole = 看那一版的全文
community-new-kind = 类型
community-new-article = 文章
community-new-article-sub = 写下来给人读
community-new-question = 提问
community-new-question-sub = 等一个回答，可以采纳
community-new-space = 空间
community-new-heading = 标题
community-new-heading-hint = 一句话说清在讲什么，不超过 120 字。
community-new-summary = 摘要
community-new-summary-hint = 给还不能读全文的人看，不会从付费部分里截取。
community-new-body = 正文
community-new-body-hint = 支持 Markdown、代码、公式、表格。用 @ 加账号名提到别人。
community-new-tags = 标签
community-new-tags-hint = 用逗号隔开，最多 5 个。
community-new-tag-remove = 去掉
community-new-gate = 谁能读
community-new-gate-hint = 分隔线以下的部分受此限制。
community-new-gate-space = 跟随空间
community-new-gate-plan = { $name }的成员
community-new-gate-keep = 保持现在的门槛
community-new-publish = 发布
community-new-save = 保存修改
community-new-keep = 存为草稿
community-new-cancel = 放弃
community-new-optional = 选填
community-new-restored = 已打开 { $when } 保存的草稿。
community-new-nowhere = 没有你能发帖的空间
community-new-nowhere-why = 加入一个空间后就能在那里发帖。
community-new-error = 错误：{ $title }
community-new-problems = 有几处要改
community-preview-free = 试读 { COUNT($free) } 字 · { $percent } %
community-preview-divider = 以下为付费部分

## 修改记录
community-history-title = 修改记录：{ $title }
community-history-now = 现在的版本
community-history-version = 第 { $number } 版
community-history-by = { $name }修改
community-history-empty = 还没有修改过
community-history-empty-why = 第一次修改后，之前的版本会留在这里。
community-history-elsewhere = 在原来的地方修改过
community-history-elsewhere-why = 之前的版本没有一起带过来。
community-history-locked = 这一版当时受另一道门槛保护，你现在没有那一道。
community-history-back = 回到帖子
community-history-back-comment = 回到评论
community-history-comment = 评论的修改记录：{ $title }
community-history-older = 更早的版本

## 工作台：空间
community-studio-title = 空间
community-studio-new = 开设空间
community-studio-edit = 空间：{ $name }
community-studio-handle = 网址名
community-studio-handle-hint = 出现在 /s/ 之后，2 到 30 个小写字母、数字、- 或 _。
community-studio-name = 名称
community-studio-description = 说明
community-studio-description-hint = 一两句话，任何能看到这个空间的人都看得到。
community-studio-prompt = 引导语
community-studio-prompt-hint = 空间还是空的时候，邀请人写第一篇。
community-studio-visibility = 谁能进
community-studio-open-sub = 任何人都能读
community-studio-members-sub = 有账号就能读；访客只看到名称和说明
community-studio-plan-sub = 持有下面任一方案，或这个空间的权益
community-studio-secret-sub = 只有你加进来的人知道它存在
community-studio-plans = 哪些方案能进
community-studio-plans-none = 还没有会员方案。先在“商品”里建一个。
community-studio-shown = 外面的人能看到标题、摘要和试读部分
community-studio-posting = 谁能发帖
community-studio-posting-everyone = 能进的人都可以
community-studio-posting-team = 只有团队和版主
community-studio-icon = 图标
community-studio-save = 保存空间
community-studio-create = 开设空间
community-studio-saved = 空间已保存。
community-studio-created = 空间已开设。
community-studio-up = 上移
community-studio-down = 下移
community-studio-posts = 帖子
community-studio-who = 谁能进
community-studio-place = 次序
community-studio-empty = 还没有空间
community-studio-empty-why = 开设第一个空间，成员就有地方写了。
community-studio-people = 受邀成员
community-studio-people-lead = 只有这些人和团队能进这个空间。
community-studio-moderators = 版主
community-studio-moderators-lead = 版主能读这里的全部内容，能编辑、隐藏、关闭和设为精华。
community-studio-person = 用户名
community-studio-add = 加进来
community-studio-remove = 移出
community-studio-make-moderator = 设为版主
community-studio-end-moderator = 取消版主
community-studio-nobody = 还没有人。
community-studio-done = 已更新。
community-studio-view = 看空间
community-studio-cancel = 返回

## 出错时说的话
fault-space-missing = 没有这个空间。
fault-space-plan-only = 这里的内容只给会员看。
fault-space-team-only = 这个空间只有团队能发帖。
fault-space-not-yours = 管理空间需要团队的权限。
fault-space-handle-invalid = 网址名要 2 到 30 个小写字母、数字、- 或 _。
fault-space-handle-taken = 这个网址名已经有空间用了。
fault-space-name-missing = 给空间起个名称。
fault-space-name-long = 名称不超过 40 字。
fault-space-description-long = 说明不超过 300 字。
fault-space-prompt-long = 引导语不超过 120 字。
fault-space-visibility-invalid = 选一种：谁能进。
fault-space-posting-invalid = 选一种：谁能发帖。
fault-space-plan-unknown = 有一个方案不存在。
fault-space-members-sign-in = 这里登录以后就能看。还没有账号，注册一个就行。
fault-space-plan-sign-in = 这里的内容会员可读。已经是会员的请先登录，还不是的可以注册后加入。
fault-space-plan-needed = 选至少一个会员方案。
fault-space-member-unknown = 没有这个用户名的成员。
fault-space-not-secret = 只有“仅受邀成员”的空间需要加人。
fault-space-needed = 选一个空间。
fault-post-missing = 没有这篇帖子。
fault-text-turns = 文字里有会颠倒前后顺序的隐藏符号，删掉再试。
fault-list-one-place = space、tag、author 只能选一个。
fault-list-order = 这个列表不能按这个顺序排。
fault-post-gone = 这篇帖子已被删除。
fault-post-hidden = 这篇帖子现在不可见。
fault-post-changed = 你打开以后，这篇帖子又被改过。你写的都还在下面，没有保存：对照一下，再保存就以你的为准。
fault-post-locked = 这部分内容加入后可读。
fault-post-closed = 讨论已关闭。
fault-post-not-yours = 只有作者和团队能改这篇帖子。
fault-post-team-only = 这一步只有团队能做。
fault-post-gate-team-only = 只有团队能给帖子单独设门槛。
fault-post-gate-invalid = 门槛里有不认识的内容。
fault-post-kind-invalid = 类型只能是文章或提问。
fault-post-title-missing = 写一个标题。
fault-post-title-long = 标题不超过 120 字。
fault-post-summary-long = 摘要不超过 300 字。
fault-post-body-missing = 正文还是空的。
fault-post-body-long = 正文不超过 10 万字。
fault-post-too-large = 内容太长了，拆成几篇。
fault-post-tag-long = 一个标签不超过 30 字。
fault-post-tags-many = 最多 5 个标签。
fault-comment-missing = 没有这条评论。
fault-comment-gone = 这条评论已被删除。
fault-comment-changed = 你打开以后，这条评论又被改过。你写的还在下面，没有保存：对照一下，再保存就以你的为准。
fault-comment-not-yours = 只有作者和团队能改这条评论。
fault-comment-too-old = 评论发布 30 天后不能再改。
fault-comment-body-missing = 写点什么再发。
fault-comment-body-long = 评论不超过 2 万字。
fault-comment-too-large = 评论太长了，写成一篇帖子吧。
fault-comment-kind-invalid = 只有提问才能回答。
fault-comment-answer-nested = 回答不能写在另一条评论下面。
fault-comment-withdrawn = 作者已经撤回，不能再设为精选。
fault-answer-no-question = 只有提问才能采纳回答。
fault-answer-not-yours = 只有提问者和团队能采纳回答。
fault-answer-not-here = 这不是这个提问下的回答。
fault-follow-yourself = 不用关注自己。
fault-tag-missing = 没有这个标签。
fault-draft-changed = 草稿刚刚又改过，这次没有生效。先重新读取一次。
fault-draft-missing = 没有这份草稿。
fault-draft-too-many = 草稿已满 100 份，先删掉几份。
fault-reaction-unknown = 没有这种表态。
community-spaces-empty-open = 帖子都发在空间里。先开一个，名字以后还能改。
community-land-register = 免费注册
community-studio-icon-word = { $name ->
    [hash] 井号
    [message-square] 对话
    [book-open] 书本
    [circle-help] 问号
    [bell] 铃铛
    [lightbulb] 灯泡
    [users] 人群
    [gem] 宝石
   *[other] { $name }
}
community-history-changes = 之后改了什么
community-history-whole = 这一版的全文
