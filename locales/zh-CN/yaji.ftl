yaji-cancel = 取消
yaji-legal-version = 第 { $version } 版 · { $date }
yaji-legal-template = 标准文本：团队还没有发布自己的版本。
yaji-legal-published = 已发布。成员会被请求同意新版本。
yaji-legal-publish = 发布新版本
yaji-legal-edit-hint = 使用 Markdown。已发布的版本不会再变，这里生成下一版。
yaji-word-footnotes = 脚注
yaji-word-footnote-back = 回到正文
yaji-word-table = 表格
yaji-word-picture = 图片
yaji-word-done = 已完成
yaji-word-open = 未完成
yaji-today-title = 今天
yaji-today-mail = 没有邮件服务器，有 { $count } 封邮件在等待
yaji-today-orders = 有 { $count } 个订单收到的款项对不上，等你决定
yaji-today-steps = 开始设置
yaji-today-done = 已完成
yaji-today-nothing = 没有待办
yaji-today-nothing-why = 需要你处理的事会出现在这里。
yaji-today-go = 去设置
yaji-step-brand = 写清楚社群是做什么的
yaji-step-address = 设置公开地址
yaji-step-mail = 设置发信地址
yaji-step-rules = 发布你自己的社群规则
yaji-audit-title = 审计日志
yaji-audit-sound = 链完整，已验到第 { NUMBER($events) } 个事件
yaji-audit-broken = 链在第 { $position } 个事件处断开
yaji-audit-unchecked = 链尚未检查
yaji-audit-checked = 检查于
yaji-audit-what = 事件
yaji-audit-who = 谁
yaji-audit-whom = 对象
yaji-audit-origin-import = 导入
yaji-audit-origin-seed = 演示数据
yaji-audit-when = 时间
yaji-audit-empty = 没有这样的事件。
yaji-audit-whose = 成员的账号名
yaji-audit-all = 全部事件
yaji-audit-acts = 团队的操作
yaji-audit-facts = 详情
yaji-audit-on = 开
yaji-audit-off = 关
yaji-audit-until = 到 { $day }
yaji-audit-reason = 原因：{ $text }
yaji-mail-title = 邮件室
yaji-mail-why = 没有配置邮件服务器，邮件在这里等待。每次打开都会记入日志。
yaji-mail-empty = 没有等待的邮件
yaji-mail-opened = 已打开过
yaji-mail-open = 打开
yaji-mail-back = 回到邮件室
yaji-nav-today = 今天
yaji-nav-content = 内容
yaji-nav-spaces = 空间
yaji-nav-media = 媒体库
yaji-nav-products = 商品
yaji-nav-orders = 订单
yaji-nav-ledger = 账本
yaji-nav-bookmarks = 收藏
yaji-nav-membership = 我的会员
yaji-nav-people = 成员
yaji-nav-money = 收入
yaji-nav-site = 站点
yaji-nav-members = 成员
yaji-nav-team = 团队
yaji-nav-settings = 设置
yaji-nav-audit = 审计日志
yaji-nav-mail = 邮件室
yaji-settings-title = 设置
yaji-settings-saved = 已保存。
yaji-settings-save = 保存
yaji-settings-brand = 品牌
yaji-settings-name = 名称
yaji-settings-mark = 标记，一到两个字
yaji-settings-tagline = 名称下的一句话
yaji-settings-description = 社群介绍
yaji-settings-accent = 颜色
yaji-settings-accent-hint = 写成 #rrggbb。明度会自动调整，保证上面的文字可读。
yaji-settings-place = 地址、时间、语言
yaji-settings-url = 公开地址
yaji-settings-url-hint = https://example.org。邮件里的链接用它；之后除它和你现在所用的主机名外，其他主机名会被拒绝。
yaji-settings-zone = 时区
yaji-settings-zone-hint = 按 tz 数据库的写法：Asia/Shanghai、Europe/Berlin。
yaji-settings-language = 默认语言
yaji-settings-sale = 销售
yaji-settings-currency = 货币
yaji-settings-currency-hint = 三个字母。有第一笔订单后不能再改。
yaji-settings-seller = 订单上显示的卖方
yaji-settings-support = 成员联系你的邮箱
yaji-settings-mail-from = 发信地址
yaji-settings-mail-from-hint = 可以带名称：雅集 <hello@example.org>。
yaji-settings-refund-days = 退款期限（天）
yaji-settings-sandbox = 沙箱支付
yaji-settings-sandbox-hint = 用模拟支付试用，每一页都会有提示条。
yaji-settings-safety = 安全
yaji-settings-second-factor = 团队成员必须使用第二步验证
yaji-settings-confirm-first = 确认邮箱之后才能发布内容
yaji-settings-legal = 法律文本
fault-mail-missing = 这封邮件已不在等待。
fault-demo-not-empty = 演示数据只能放进空的站点。
fault-import-unreadable = 这个文件夹缺少导出包里的某个文件。
yaji-persona = { $part ->
    [owner] 主理人
    [editor] 编辑
    [moderator] 版主
    [instructor] 讲师
    [support] 客服
    [paying] 付费成员
    [lapsed] 已到期成员
    [free] 免费成员
   *[visitor] 访客
}
fault-database-behind = 数据库结构比此程序旧。
fault-database-in-use = 另一个进程正在使用数据库，请先停止它。
fault-restore-not-empty = 那里已经有数据。
yaji-nav-drafts = 草稿
yaji-mine-kept = 收藏与草稿
yaji-mine-account = 会员与设置
yaji-mine-others = 社群
yaji-mine-profile = 我的主页
yaji-mine-orders = 我的订单
yaji-mine-pictures = 我的图片
yaji-mine-welcome = 从这里开始
yaji-mine-leave = 退出登录
yaji-step-space = 开设第一个空间
yaji-step-post = 写第一篇帖子
yaji-step-product = 定一个会员方案和价格
yaji-step-payment = 选好收款方式
yaji-event = { $name ->
    [session-started] 登录
    [session-ended] 退出登录
    [member-joined] 成员注册
    [member-confirmed] 邮箱已确认
    [member-paid] 成员首次付款
    [member-merged] 账号合并
    [member-adoption_asked] 申请认领账号
    [member-adoption_refused] 拒绝认领账号
    [member-taken_over] 账号被认领
    [member-address_changed] 邮箱已更换
    [member-handle_changed] 账号名已更改
    [member-profile_changed] 资料已更改
    [member-role_changed] 角色已更改
    [member-locked] 成员被锁定
    [member-unlocked] 成员解锁
    [member-deletion_asked] 申请注销
    [member-deletion_cancelled] 取消注销
    [member-erased] 账号已注销
    [member-followed] 关注成员
    [credential-changed] 登录方式已更改
    [credential-reset_asked] 申请重置第二步
    [consent-given] 同意条款
    [export-asked] 申请导出数据
    [export-ready] 导出已备好
    [claim-given] 发出认领链接
    [claim-used] 认领链接已用
    [claim-undone] 撤销认领
    [product-created] 新建商品
    [product-changed] 商品已更改
    [price-created] 新增价格
    [price-changed] 价格上架或停售
    [order-created] 新订单
    [order-paid] 订单已付款
    [order-fulfilled] 订单已开通
    [order-expired] 订单已过期
    [payment-succeeded] 支付成功
    [payment-failed] 支付失败
    [payment-unapplied] 收款未对上订单
    [payment-questioned] 收款待核对
    [refund-requested] 申请退款
    [refund-issued] 已退款
    [refund-failed] 退款失败
    [entitlement-granted] 授予权益
    [entitlement-ended] 权益结束
    [entitlement-moved] 权益调整
    [plan-changed] 会员方案已更改
    [space-created] 开设空间
    [space-edited] 空间已修改
    [space-followed] 关注空间
    [space-member_added] 加入空间成员
    [space-member_removed] 移出空间成员
    [space-moderator_changed] 空间版主变更
    [post-created] 发帖
    [post-edited] 修改帖子
    [content-inspected] 团队查看私密内容
    [post-deleted] 删除帖子
    [post-featured] 设为精华
    [post-closed] 关闭讨论
    [post-read] 读完帖子
    [comment-created] 评论
    [comment-edited] 修改评论
    [comment-deleted] 删除评论
    [comment-featured] 评论设为精华
    [answer-accepted] 采纳回答
    [reaction-changed] 表态
    [bookmark-added] 收藏
    [bookmark-removed] 取消收藏
    [tag-followed] 关注标签
    [media-uploaded] 上传图片
    [media-removed] 移除图片
    [settings-changed] 设置已更改
    [legal-published] 发布法律文本
    [mail-opened] 打开等待的邮件
    [post-hidden] 帖子隐藏或恢复
    [comment-hidden] 评论隐藏或恢复
    [order-cancelled] 订单已取消
    [notification-created] 通知了成员
    [notification-read] 通知已读
    [notification-withdrawn] 通知已撤回
   *[other] { $name }
}
yaji-mail-kind = { $name ->
    [people-code] 登录或确认验证码
    [people-address_moved] 邮箱更换通知
    [people-factor_reset] 第二步重置通知
    [people-export_ready] 数据导出已备好
    [people-deletion_asked] 注销确认
    [commerce-receipt] 付款收据
    [commerce-refunded] 退款通知
    [commerce-reminder] 到期提醒
    [notify-inbox] 未读通知
   *[other] { $name }
}
yaji-settings-sandbox-demo = 演示数据里始终可用，不能关闭。
yaji-settings-sandbox-here = 没有公开地址、又在本机打开时始终可用。设置公开地址后由你决定。
yaji-terminal-data = 数据：{ $place }
yaji-terminal-plain = 警告：{ $site } 没有加密，途中的任何人都能读到密码和登录状态。请在前面放一个 https 代理，并把 site.url 设成它的网址。
yaji-terminal-owner = 主理人：{ $link }
yaji-terminal-owner-note = 用这个链接建立主理人账号，24 小时内有效，只能用一次。
yaji-terminal-again = 改好后重新运行命令
