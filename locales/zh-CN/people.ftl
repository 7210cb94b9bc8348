# 账号、登录、个人页、设置，以及团队管理成员的页面。

people-or = 或
people-yes = 是
people-no = 否
people-error = 错误：{ $title }
people-form-problems = 有几处要改
people-form-too-fast = { $why }{ $again }
people-legal-rules = 社群规则
people-legal-privacy = 隐私说明
people-legal-terms = 服务条款
people-legal-refunds = 退款规则
people-concern-adoption = 有人说这个账号是他的。不是你的意思，就点这里说“不”。
people-concern-consent = 规则有更新：请看一看并同意，才能继续发言和购买。
people-concern-confirm = 你还没确认邮箱：输入发到邮箱的验证码，换设备才能登录。

## 登录
people-login-title = 登录
people-login-login = 邮箱或用户名
people-login-password = 密码
people-login-submit = 登录
people-login-passkey = 用通行密钥登录
people-login-by-code = 用邮箱验证码登录
people-login-by-password = 用密码登录
people-login-code-lead = 我们会把验证码发到你的邮箱。还没有账号时，会顺便建好一个。
people-login-code-agree = 新建账号即表示同意
people-login-code-send = 发送验证码
people-login-new-here = 第一次来？
people-login-register = 注册
people-login-help = 登录不了？
people-passkey-failed = 通行密钥没有成功。再试一次，或换一种方式登录。

## 验证码
people-code-title = 输入验证码
people-code-lead = 8 位验证码已发到你的邮箱，10 分钟内、在这个浏览器里有效。
people-code-lead-to = 8 位验证码已发到 { $email }，10 分钟内、在这个浏览器里有效。
people-code-lead-unsent = 确认 { $email } 是你的：我们往那里发一个验证码。确认后，换设备才能登录。
people-code-field = 验证码
people-code-submit = 确认
people-code-none = 一分钟还没收到？看看垃圾邮件。
people-code-again = 再发一次
people-code-later = 以后再说
people-code-wrong-address = 换一个邮箱
people-code-confirmed = 邮箱已确认。
people-code-sent = 新的验证码已发出。
people-link-title = 打开你的账号
people-link-lead = 这个链接只能用一次，只在当初请求它的浏览器里有效。
people-link-submit = 继续
people-link-elsewhere = 在别的浏览器里打开了？回到请求的地方，输入邮件里的验证码。
people-link-proved = 已确认是你本人，5 分钟内有效。

## 第二步验证
people-second-title = 还差一步
people-second-lead = 输入验证器上的 6 位数字，或一个恢复码。
people-second-lead-mail = 有人在反复猜这个账号的密码，所以还需要一个发到你邮箱的验证码。
people-second-field = 6 位数字或恢复码
people-second-submit = 登录
people-second-lost = 验证器丢了

## 帮助
people-help-title = 登录不了？
people-help-password-title = 忘了密码
people-help-password = 先用邮箱验证码登录，再到设置里换一个新密码。
people-help-paid-title = 付了款却进不去
people-help-paid = 用付款时填的邮箱收验证码登录。确认过邮箱的，买到的内容都在里面；还没确认的，选“是我的”，72 小时后归你。着急就写信给团队，附上付款凭证。
people-help-factor-title = 第二步验证丢了
people-help-factor = 用一个恢复码。恢复码也没有时，请联系团队：72 小时后移除，并发邮件告诉你。
people-help-support = 写信给团队：
people-help-back = 回到登录

## 谁的账号
people-yours-title = 这是你的账号吗？
people-yours-lead = 有人用你的邮箱建了它，但还没有确认过邮箱。
people-yours-since = 建立于
people-yours-paid = 付过款
people-yours-note = 如果是你的，以前的密码和登录都会立即失效。
people-yours-waits-note = 这个账号付过款。选“是”之后，72 小时内它自己的浏览器没有异议，就归你。
people-yours-yes = 是我的
people-yours-no = 不是，另建一个
people-yours-waits = 已记下。{ $when } 之后再用验证码登录一次，账号就归你。
people-other-title = 你已经有一个账号
people-other-lead = { $email } 属于一个你能打开的账号。现在这个新账号怎么办？
people-other-join = 并入我的账号
people-other-apart = 留着，换一个邮箱
people-other-note = 并入后，这里买的东西归到你的账号，这个账号关闭。

## 注册
people-register-title = 注册
people-register-name = 名字
people-register-email = 邮箱
people-register-email-hint = 只有你和团队能看到。
people-register-password = 密码
people-register-password-hint = 至少 8 个字符。几个词连在一起，好记又难猜。
people-register-agree = 我同意
people-register-and = 和
people-register-agree-end = 。
people-register-submit = 注册
people-register-by-code = 不设密码，用验证码
people-register-have = 已有账号？
people-start-title = 你的新社群
people-start-lead = 这个站点还没有主理人。填好这一页的人就是。
people-start-site = 社群名称
people-start-language = 社群语言
people-start-zone = 时区
people-start-zone-hint = 按它划分日和月。按 tz 数据库的写法：Asia/Shanghai、Europe/Berlin。
people-start-currency = 标价货币
people-start-currency-hint = 三个字母，例如 CNY。有第一笔订单后不能再改。
people-start-owner = 主理人，也就是你
people-start-submit = 成为主理人
people-profile-handle = 用户名
people-profile-handle-hint = 3 到 30 个小写字母、数字或下划线。你的主页是 /m/用户名。

## 邮件
people-mail-foot = 这封邮件与你在{ $site }的账号有关，不是广告。
people-mail-code-subject = { $purpose ->
    [sign_in] { $code } 是你登录{ $site }的验证码
    [change] { $code } 用来确认你在{ $site }的新邮箱
   *[other] { $code } 是你在{ $site }的验证码
}
people-mail-code-lead = { $purpose ->
    [sign_in] 输入这个验证码，登录{ $site }。
    [confirm] 输入这个验证码，确认你在{ $site }的邮箱。
    [change] 输入这个验证码，把{ $site }的账号改到这个邮箱。
   *[other] 输入这个验证码，让{ $site }确认是你本人。
}
people-mail-code-open = 或在同一个浏览器里打开链接
people-mail-code-ends = 只能用一次，{ NUMBER($minutes) } 分钟内、在请求它的浏览器里有效。
people-mail-code-not-you = 不是你本人的话，不用理会。没有验证码谁也进不去，不要把它告诉别人。
people-mail-moved-subject = 你在{ $site }的账号换了邮箱
people-mail-moved-lead = 你在{ $site }的账号现在属于另一个邮箱。
people-mail-moved-undo = 换回来
people-mail-moved-note = 不是你本人的话，7 天内可以换回来，届时所有设备都会退出登录。
people-mail-moved-team = 不是你本人的话，7 天内写信给团队。
people-mail-reset-subject = 你在{ $site }的第二步验证将被移除
people-mail-reset-lead = 团队得知你丢了第二步验证。它会在 { $when } 移除。
people-mail-reset-sign-in = 登录以阻止
people-mail-reset-note = 在此之前用第二步验证登录一次，就会取消。
people-mail-export-subject = 你在{ $site }的数据已备好
people-mail-export-lead = 你在这个社群的全部数据已打包好，24 小时内可以下载。
people-mail-export-open = 去下载
people-mail-deletion-subject = 你在{ $site }的账号将被删除
people-mail-deletion-lead = 你申请了删除账号，将在 { $when } 执行。
people-mail-deletion-cancel = 登录以保留账号
people-mail-deletion-note = 在此之前登录，就会撤回申请。

## 出错
fault-email-missing = 请填邮箱。
fault-email-invalid = 请填完整的邮箱，例如 name@example.org。
fault-email-taken = 这个邮箱已属于另一个账号。
fault-email-none = 这个账号还没有邮箱。
fault-email-confirmed = 邮箱已经确认过了。
fault-login-missing = 请填邮箱或用户名。
fault-handle-missing = 请选一个用户名。
fault-handle-invalid = 用户名是 3 到 30 个小写字母、数字或下划线。
fault-handle-reserved = 这个用户名留给站点使用，换一个。
fault-handle-taken = 这个用户名有人用过，换一个。
fault-handle-too-soon = 30 天内已经改过用户名。
fault-handle-unknown = 那不是你用过的用户名。
fault-name-missing = 请填名字。
fault-name-long = 名字最多 40 个字。
fault-name-invalid = 名字里有无法显示的字符。
fault-password-missing = 请填密码。
fault-password-short = 密码至少 8 个字符。
fault-password-long = 密码最多 256 个字符。
fault-password-only-way = 你现在只能用密码登录。先确认邮箱，或添加一个通行密钥，再去掉它。
fault-password-common = 这个密码太容易猜。几个词连在一起会更好。
fault-session-wrong = 账号和密码对不上。
fault-session-half-over = 间隔太久，请重新登录。
fault-session-second-factor = 需要第二步验证，请在 `totp` 里给出。
fault-session-code = 有人在猜密码，所以发了验证码到你的邮箱，请在 `code` 里给出。
fault-session-enrol = 团队成员需要第二步验证，请先在网站上设置。
fault-session-missing = 那边已经不在登录状态了。
fault-session-passkey = 你的角色需要第二步验证，而你设置的是通行密钥，请用它登录。程序要用的令牌，请到设置里创建。
fault-totp-missing = 请填 6 位数字或恢复码。
fault-totp-wrong = 验证码不对，或已用过。等下一个再试。
fault-totp-too-many = 今天错得太多。
fault-totp-exists = 已经设置了验证器。
fault-totp-no-setup = 没有可用的第二步验证。
fault-factor-owner = 主理人的第二步验证要在命令行里移除。
fault-code-form = 验证码是 8 位数字。
fault-code-wrong = 验证码不对，请看最新的一封邮件。
fault-code-dead = 这个验证码已失效，请重新获取。
fault-code-too-many = 这个邮箱一天内能收的验证码已经用完。
fault-code-other-browser = 这个链接只在请求它的浏览器里有效，在那里也可以输入验证码。
fault-code-other-purpose = 这个验证码是用来做别的事的。
fault-code-proof-over = 间隔太久，请重新获取验证码。
fault-limit-sign-in = 失败次数太多。
fault-member-missing = 这里没有这个人。
fault-member-locked = 账号已被锁定，请联系团队。
fault-member-one-filter = 搜索、角色、状态一次只能用一个。
fault-member-not-active = 这个账号当前不可用。
fault-member-not-locked = 这个账号没有被锁定。
fault-member-not-joinable = 这两个账号不能合并。
fault-member-unconfirmed = 请先确认邮箱。
fault-member-unconfirmed-daily = 确认邮箱之前，每天最多写 10 条帖子和评论。
fault-adoption-missing = 这个请求已经不在了。
fault-undo-missing = 链接用过了，或已过期。
fault-start-missing = 链接用过了，或已过期。服务每次启动都会给出新的链接。
fault-role-unconfirmed = 有角色的成员要先确认邮箱。
fault-role-last-owner = 站点总要有一位主理人，先把别人设为主理人。
fault-reason-missing = 请写下理由。
fault-passkey-no-host = 站点要有自己的域名，并通过它访问，才能用通行密钥。
fault-passkey-refused = 通行密钥没有通过，再试一次。
fault-passkey-exists = 这台设备已经有你的通行密钥。
fault-passkey-only-way = 你现在只能用这个通行密钥登录。先确认邮箱，或设一个密码，再移除它。
fault-passkey-missing = 没有这个通行密钥。
fault-passkey-name = 取一个 1 到 40 个字的名字。
fault-links-invalid = 链接以 https:// 开头，指向一个网站。
fault-links-many = 最多 5 个链接。
fault-interests-many = 最多 20 个兴趣。
fault-interests-long = 每个兴趣最多 30 个字。
fault-profile-bio-long = 简介最多 500 个字。
fault-profile-location-long = 地点最多 60 个字。
fault-locale-unknown = 站点支持 zh-CN 和 en。
fault-consent-missing = 请先阅读并同意规则。
fault-consent-outdated = 规则有更新，同意后才能继续发言和购买。
fault-role-unknown = 没有这个角色。
fault-role-higher = 这需要更高的角色。
fault-member-self = 不能对自己的账号这样做，请到设置里操作。
fault-claim-missing = 链接用过了，或已过期。请向团队要一个新的。
fault-claim-not-open = 这个账号已经有主人了。
fault-claim-has-role = 这位成员有角色，请先收回角色。
fault-export-missing = 文件已不再保存，请重新申请。
fault-export-building = 你的文件正在打包。
fault-avatar-invalid = 请选一张图片：PNG、JPEG、WebP 或 GIF。
fault-avatar-large = 图片最大 10 MB。
fault-token-label = 给令牌取一个 1 到 40 个字的名字。
fault-token-days = 令牌有效期是 1 到 365 天。

## 设置
people-save = 保存
people-cancel = 取消
people-optional = 选填
people-logout = 退出登录
people-settings-title = 设置
people-settings-profile = 个人页
people-settings-account = 账号
people-settings-security = 安全
people-settings-sessions = 设备
people-settings-privacy = 隐私
people-settings-letters = 通知与来信
people-settings-appearance = 外观
people-settings-data = 我的数据
people-settings-saved = 已保存。
people-confirm-title = 确认是你本人
people-confirm-lead = 这一步比较重要，请再证明一次身份，5 分钟内有效。
people-confirm-lead-code = 验证码已发到 { $email }，输入后继续。
people-confirm-no-script = 请打开脚本以使用通行密钥，或在另一台已登录的设备上设置密码。
people-confirm-submit = 继续
people-profile-bio = 简介
people-profile-location = 地点
people-profile-links = 链接
people-profile-links-hint = 每行一个，最多 5 个。
people-profile-interests = 兴趣
people-profile-interests-hint = 用逗号隔开。
people-profile-avatar = 头像
people-profile-avatar-note = 图片会缩小，相机写进去的信息会去掉。
people-profile-avatar-file = 选一张图片
people-profile-avatar-save = 用这张
people-profile-avatar-remove = 去掉头像
people-profile-see = 看我的主页
people-studio-see = 看主页
people-profile-edit = 编辑个人页
people-profile-manage = 在工作台打开
people-profile-number = 第 { NUMBER($number) } 号成员
people-profile-number-label = 编号
people-profile-since = { $month } 加入
people-profile-badges = 以前的勋章
people-account-handle-hint = 第一次可以随时改，之后 30 天一次。旧用户名仍会指向你。
people-account-old-handles = 旧用户名
people-account-old-handles-note = 它们仍指向你的主页，也不会给别人。
people-account-drop = 不再指向我
people-account-new-email = 新邮箱
people-account-confirmed = 已确认
people-account-unconfirmed = 未确认
people-account-confirm = 发验证码确认
people-account-send = 发验证码到新邮箱
people-account-code-lead = 输入发到 { $email } 的验证码。
people-account-move = 改到这个邮箱
people-account-moved = 账号已改到新邮箱。7 天内，旧邮箱可以换回来。
people-account-refused = 已记下。账号保持不变，只是不再带那个邮箱。
people-account-adoption-title = 有人认领这个账号
people-account-adoption = 能收到你这个邮箱的人说账号是他的。{ $when } 起归他，除非你不同意，或确认了邮箱。
people-account-adoption-no = 不同意，这是我的
people-account-adoption-confirm = 确认我的邮箱
people-security-enrol = 你的角色需要第二步验证。设置好之后才能用工作台。
people-security-new-password = 新密码
people-security-password-set = 你有密码。修改后，其他设备都会退出登录。
people-security-password-none = 你现在不用密码登录，也可以设一个。
people-security-password-save = 设置密码
people-security-password-remove = 去掉密码，用验证码登录
people-security-others-out = 完成。其他设备都已退出登录。
people-security-totp = 验证器
people-security-totp-note = 输完密码或验证码后，再输入应用里的 6 位数字。
people-security-totp-add = 去设置
people-security-totp-remove = 移除
people-security-on = 已开启
people-security-recovery-left = 还剩 { $count } 个恢复码
people-security-recovery-new = 换一批恢复码
people-security-passkeys = 通行密钥
people-security-passkeys-note = 用设备自己的锁登录，一个就抵两步。
people-security-passkey-name = 名称
people-security-passkey-default = 这台设备
people-security-passkey-add = 添加通行密钥
people-security-passkey-remove = 移除
people-security-passkey-script = 打开脚本才能添加通行密钥。
people-security-passkey-host = 站点有了自己的域名并通过它访问，才能用通行密钥。
people-totp-title = 设置验证器
people-totp-lead = 用验证器应用扫一扫，再输入它显示的 6 位数字。
people-totp-typed = 也可以手动输入密钥：
people-totp-field = 6 位数字
people-totp-submit = 开启
people-recovery-title = 恢复码
people-recovery-lead = 验证器不在身边时用，每个只能用一次。只显示这一次，请记下来。
people-recovery-done = 已经记好
people-sessions-title = 登录过的设备
people-sessions-here = 这台设备
people-sessions-seen = 最近使用
people-sessions-since = 登录于
people-sessions-end = 退出
people-sessions-end-others = 退出其他所有设备
people-sessions-ended = 那边已退出登录。
people-sessions-device = { $system } 上的 { $browser }
people-sessions-unknown = 未知程序
people-tokens-title = 令牌
people-tokens-note = 给通过 API 代表你的程序使用。你能做的，它都能做。
people-tokens-label = 用途
people-tokens-days = 天数
people-tokens-make = 生成令牌
people-tokens-end = 作废
people-token-title = 你的令牌
people-token-lead = { $label }，有效至 { $when }。只显示这一次。
people-token-copy = 复制
people-token-copied = 已复制
people-token-done = 好了
people-privacy-profile = 谁能看你的主页
people-privacy-everyone = 所有人
people-privacy-members = 仅成员
people-privacy-directory = 在成员名录中显示
people-privacy-directory-hint = 成员可以在那里找到你。默认不显示。
people-letters-news-note = 目前还不发社群动态邮件；以后发时，按你在这里的选择。
people-letters-always = 总会发的
people-letters-always-note = 验证码、收据、退款和到期提醒，以及账号安全的邮件总会发出。回复、提到和别的动静在站内通知里，不发邮件。
people-letters-see = 看全部通知
people-appearance-language = 语言
people-appearance-theme = 配色
people-theme-auto = 跟随设备
people-theme-light = 浅色
people-theme-dark = 深色
people-data-title = 带走你的数据
people-data-note = 一个 ZIP，包含你在这个社群的全部数据：给程序用的 JSON 和你的文件。保存 24 小时。
people-data-ask = 打包
people-data-asked = 正在打包，好了会发邮件告诉你。
people-data-download = 下载
people-data-building = 正在打包
people-data-failed = 没有成功，请再申请一次。
people-data-until = 保存至 { $when }
people-data-size = { NUMBER($kilobytes) } KB
people-data-consents = 你同意过的内容
people-data-consent = { $name }，第 { NUMBER($version) } 版
people-data-consent-first = { $name }，建站时的版本
people-delete-title = 删除账号
people-delete-note = 申请 7 天后，这里不再有你的任何个人信息。
people-delete-waits = 你的账号将在 { $when } 删除。
people-delete-begin = 删除我的账号
people-delete-lead = 提交后会退出登录。7 天内登录就会撤回，之后无法恢复。
people-delete-choice = 你的帖子和评论怎么办？
people-delete-keep = 留下，署名“前成员”
people-delete-keep-sub = 讨论仍可阅读，不带你的名字。
people-delete-posts = 一并删除
people-delete-posts-sub = 别人的回复会留下。
people-delete-stays = 订单和账本按法律要求保留，但不带你的名字。邮箱会释放。
people-delete-submit = 7 天后删除
people-delete-not = 保留账号
people-delete-cancelled = 删除申请已撤回，账号保留。
people-deleted-leave = 回到首页
people-deleted-back = 改主意了？登录以保留账号
people-deleted-lead = 你已退出登录。账号将在 { $when } 删除；在那之前登录一次，就会撤回。
people-deleted-title = 已申请删除账号
people-undo-title = 换回原来的邮箱
people-undo-lead = 账号会回到你的邮箱，所有设备退出登录。之后请用验证码登录，并设一个新密码。
people-undo-done = 邮箱已换回。用验证码登录后继续。

## 名录、欢迎、同意
people-directory-title = 成员
people-directory-listed = 你在名录里。
people-directory-unlisted = 你不在名录里。
people-directory-change = 修改
people-directory-empty = 还没有人列在这里
people-directory-empty-why = 是否列出，由成员自己决定。
people-directory-join = 把我列出来
people-welcome-title = 欢迎
people-welcome-lead = 三个问题，让大家认识你。兴趣会显示在你的主页上。以后都能在设置里改。
people-welcome-confirm = 确认你的邮箱
people-welcome-name-hint = 别人看到的称呼，随时能改。
people-welcome-goal-legend = 你为什么来？只有团队能看到。
people-welcome-goal = { $goal ->
    [learn] 学习
    [meet] 认识人
    [answer] 帮助别人
   *[other] 随便看看
}
people-welcome-rhythm-legend = 多久给你发一次社群动态邮件？
people-welcome-rhythm = { $rhythm ->
    [daily] 每天
    [weekly] 每周
   *[other] 不用
}
people-welcome-done = 完成
people-welcome-skip = 跳过
people-consent-title = 规则有更新
people-consent-lead = 阅读不受影响；要发言或购买，请先看看更新的内容并同意：
people-consent-again = 内容刚刚又有更新，请再看一遍。
people-consent-none = 你已同意最新的内容
people-consent-on = 继续
people-consent-agree = 我已阅读并同意
people-consent-submit = 同意
people-consent-leave = 不同意：带走数据或离开
people-claim-title = 你的账号在这里
people-claim-lead = { $name }写的内容是从别处搬来的。如果那是你，这里可以打开账号。
people-claim-submit = 是我
people-claim-note = 链接只能用一次。接着请设置邮箱和密码，以便再回来。

## 工作台
people-role = { $role ->
    [owner] 主理人
    [admin] 管理员
    [editor] 编辑
    [moderator] 版主
    [instructor] 讲师
    [support] 客服
   *[other] 成员
}
people-state = { $state ->
    [active] 正常
    [paid] 付费
    [unconfirmed] 未确认
    [locked] 已锁定
    [closed] 已关闭
   *[other] 已删除
}
people-permission = { $permission ->
    [content-read_all] 阅读全部内容
    [content-moderate] 隐藏、锁定、删除
    [content-feature] 设为精华
    [content-publish] 以团队名义发布、设门槛
    [spaces-manage] 管理空间
    [members-read] 查看成员
    [members-contact] 查看邮箱
    [members-manage] 锁定成员
    [members-claim] 发认领链接
    [grants-give] 授予权益
    [orders-read] 查看订单
    [refunds-give] 退款
    [ledger-read] 查看账本
    [products-manage] 管理商品
    [settings-manage] 修改设置
    [mail-read] 打开待发邮件
    [audit-read] 查看审计日志
    [roles-manage] 分配角色
   *[other] 读取事件日志
}
people-studio-members = 成员
people-studio-members-empty = 没有符合条件的人。
people-studio-all-roles = 全部角色
people-studio-all-states = 全部状态
people-studio-search = 用户名、邮箱或编号
people-studio-role = 角色
people-studio-state = 状态
people-studio-since = 加入
people-studio-sessions = 登录数
people-studio-unconfirmed = { $email }（未确认）
people-studio-deletion = 将删除于
people-studio-goal = 来意
people-studio-locked-since = 锁定时间
people-studio-locked-why = 锁定理由
people-studio-safety = 安全
people-studio-reason = 理由
people-studio-lock = 锁定
people-studio-unlock = 解除锁定
people-studio-end-sessions = 退出所有设备
people-studio-reset = 移除第二步验证
people-studio-reset-reason = 怎么知道它丢了？
people-studio-reset-due = 第二步验证将在 { $when } 移除，除非在此之前被使用。
people-studio-adoption = { $when } 起，账号归能收到邮箱的人。看过付款凭证后可以立即生效。
people-studio-adoption-now = 已看凭证，立即生效
people-studio-claim = 认领链接
people-studio-claim-note = 这个人是导入的。链接能把他带到自己的账号，7 天内有效，只能用一次。
people-studio-claim-give = 生成链接
people-studio-claim-link = 把链接交给本人。只显示这一次。
people-studio-claimed = 已认领：{ $reason }
people-studio-claim-undo = 收回
people-team-title = 团队
people-team-factor = 有第二步验证
people-team-no-factor = 没有第二步验证
people-team-add = 分配角色
people-team-handle = 用户名
people-team-handle-hint = 对方要先确认邮箱。收回角色请到对方的页面设为“成员”。
people-team-give = 分配
people-team-matrix = 各角色能做什么
people-team-permission = 权限
people-appearance-keys = 单键快捷键
people-appearance-keys-hint = 比如 j、k、l。只对这个浏览器生效；用语音输入时可以关掉。
