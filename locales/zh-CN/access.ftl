# 权益：成员持有什么，工作台如何授予。

access-optional = 选填
access-wrong = 有几处要改
access-for-ever = 长期
access-none = 还没有任何权益。

access-panel-title = 权益
access-grants-title = { $name } 的权益
access-grant-title = 授予权益
access-grant-thing = 权益
access-grant-post = 或者单篇帖子
access-grant-post-hint = 填帖子地址；填了就不看上面的选择。
access-grant-until = 有效到
access-grant-until-hint = 这一天结束时失效；不填则长期有效。
access-grant-reason = 理由
access-grant-reason-hint = 记入审计记录，成员看不到。
access-grant-submit = 授予
access-running-title = 可以收回的
access-running = { $source } · 有效到 { $until }
access-take-back = 收回
access-all-title = 全部记录

access-column-thing = 权益
access-column-state = 状态
access-column-from = 开始
access-column-until = 最后一天
access-column-source = 来源
access-column-reason = 理由

access-state-running = 有效
access-state-ahead = 未开始
access-state-over = 已结束

access-source-order = 订单
access-source-grant = 团队授予
access-source-gift = 赠送
access-source-import = 导入

access-thing-plan = 方案 { $id }
access-thing-space = 空间 { $id }
access-thing-post = 帖子 { $id }
access-thing-course = 课程 { $id }
access-thing-gathering = 活动 { $id }

fault-thing-unknown = 没有这样东西，请重新选择。
fault-plan-opens = 一个方案不能打开它自己，最多打开 200 样东西。
fault-grant-reason = 写下理由，最多 500 字。
fault-grant-until = 结束时间要在现在之后。
fault-grant-denied = 你的角色不能授予权益，请找主理人或管理员。
fault-entitlement-given = 这笔来源已经授予过同一样东西。
fault-entitlement-for-ever = 已经长期拥有，不用再买。
fault-entitlement-missing = 没有找到这项权益。
fault-entitlement-end = 新的结束时间要在现在和原来的结束时间之间。
fault-entitlement-paid = 这是付款得到的权益，要收回请到订单页退款。
fault-member-missing = 没有找到这位成员。
