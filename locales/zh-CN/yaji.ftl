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
yaji-audit-origin = 来源
yaji-audit-origin-live = 当时发生
yaji-audit-origin-import = 导入
yaji-audit-origin-seed = 演示数据
yaji-audit-when = 时间
yaji-audit-empty = 没有这样的事件。
yaji-audit-whose = 成员的账号名
yaji-audit-all = 全部事件
yaji-mail-title = 邮件室
yaji-mail-why = 没有配置邮件服务器，邮件在这里等待。每次打开都会记入日志。
yaji-mail-empty = 没有等待的邮件。
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
yaji-settings-url-hint = https://example.org。邮件里的链接用它；之后其他主机名会被拒绝。
yaji-settings-zone = 时区
yaji-settings-zone-hint = 按 tz 数据库的写法：Asia/Shanghai、Europe/Berlin。
yaji-settings-language = 默认语言
yaji-settings-sale = 销售
yaji-settings-currency = 货币
yaji-settings-currency-hint = 三个字母。有第一笔订单后不能再改。
yaji-settings-seller = 订单上显示的卖方
yaji-settings-support = 成员联系你的邮箱
yaji-settings-mail-from = 发信地址
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
fault-restore-not-empty = 那里已经有数据。
