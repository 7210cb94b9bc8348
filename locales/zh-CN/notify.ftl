# 站内通知。

notify-title = 通知
notify-filters = 通知类型
notify-filter-all = 全部
notify-filter-mention = 回复和提到
notify-filter-money = 付款
notify-filter-system = 系统
notify-mark-all = 全部标为已读
notify-mark-read = 标为已读
notify-unread = 未读
notify-empty = 没有通知
notify-empty-why = 有人回复你、提到你，或者付款和权限有变化时，会出现在这里。
notify-empty-act = 去看看新帖子

## 一条通知说的话
notify-former = 已离开的成员
notify-something = 一项内容
notify-veiled = 这条通知的内容你现在看不到了
notify-comment = { $name } 评论了你的帖子
notify-answer = { $name } 回答了你的问题
notify-reply = { $name } 回复了你
notify-mention = { $name } 提到了你
notify-accepted = 你的回答被采纳了
notify-post-featured = 团队把你的帖子选为精华
notify-comment-featured = 团队把你的评论展示给了所有人，你可以收回
notify-reaction-post = { $name } 回应了你的帖子
notify-reaction-post-many = { $name } 和另外 { COUNT($others) } 人回应了你的帖子
notify-reaction-comment = { $name } 回应了你的评论
notify-reaction-comment-many = { $name } 和另外 { COUNT($others) } 人回应了你的评论
notify-follow = { $name } 关注了你
notify-follow-many = { $name } 和另外 { COUNT($others) } 人关注了你
notify-granted = 为你开通了“{ $thing }”
notify-ended = “{ $thing }”已结束
notify-paid = 已收到付款 { $amount }：{ $product }
notify-refunded = 已退款 { $amount }：{ $product }
notify-adoption = 有人说你的账号是他的，72 小时内可以不同意

fault-notification-missing = 没有这条通知。
fault-notification-filter = 通知类型是 mention、money 或 system。
fault-notification-ids = 一次标记 1 到 100 条；要全部标记，就不写 ids。
