# 账号、登录、个人页、设置，以及团队管理成员的页面。

people-or = 或
people-yes = 是
people-no = 否
people-error = 错误：{ $title }
people-form-problems = 有几处需要再看一下
people-legal-rules = 社群规则
people-legal-privacy = 隐私说明

## 登录
people-login-title = 登录
people-login-login = 邮箱或用户名
people-login-password = 密码
people-login-submit = 登录
people-login-passkey = 用通行密钥登录
people-login-by-code = 用邮箱验证码登录
people-login-by-password = 用密码登录
people-login-code-lead = 我们会把验证码发到你的邮箱。还没有账号时，会顺便建好一个。
people-login-code-send = 发送验证码
people-login-new-here = 第一次来？
people-login-register = 注册
people-login-help = 登录不了？
people-passkey-failed = 通行密钥没有成功。再试一次，或换一种方式登录。

## 验证码
people-code-title = 输入验证码
people-code-lead = 8 位验证码已发到你的邮箱，10 分钟内、在这个浏览器里有效。
people-code-lead-to = 8 位验证码已发到 { $email }，10 分钟内、在这个浏览器里有效。
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
people-help-paid = 用付款时填的邮箱收验证码登录，买到的内容都在里面。
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
people-start-lead = 这个站点还没有主人。填好这一页的人就是主人。
people-start-submit = 成为主人
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
fault-password-common = 这个密码太容易猜。几个词连在一起会更好。
fault-session-wrong = 账号和密码对不上。
fault-session-half-over = 间隔太久，请重新登录。
fault-session-second-factor = 需要第二步验证，请在 `totp` 里给出。
fault-session-code = 有人在猜密码，请先在网站上登录一次。
fault-session-enrol = 团队成员需要第二步验证，请先在网站上设置。
fault-totp-missing = 请填 6 位数字或恢复码。
fault-totp-wrong = 验证码不对，或已用过。等下一个再试。
fault-totp-too-many = 今天错得太多，晚些再来。
fault-totp-exists = 已经设置了验证器。
fault-totp-no-setup = 没有可用的第二步验证。
fault-factor-owner = 主人的第二步验证要在命令行里移除。
fault-code-form = 验证码是 8 位数字。
fault-code-wrong = 验证码不对，请看最新的一封邮件。
fault-code-dead = 这个验证码已失效，请重新获取。
fault-code-too-many = 这个邮箱今天收了很多验证码，一小时后再试。
fault-code-other-browser = 这个链接只在请求它的浏览器里有效，在那里也可以输入验证码。
fault-code-other-purpose = 这个验证码是用来做别的事的。
fault-code-proof-over = 间隔太久，请重新获取验证码。
fault-limit-sign-in = 失败次数太多，等一分钟再试。
fault-member-missing = 这里没有这个人。
fault-member-locked = 账号已被锁定，请联系团队。
fault-member-not-active = 这个账号当前不可用。
fault-member-not-locked = 这个账号没有被锁定。
fault-member-not-joinable = 这两个账号不能合并。
fault-member-unconfirmed = 请先确认邮箱。
fault-member-unconfirmed-daily = 确认邮箱之前，每天最多写 10 条帖子和评论。
fault-adoption-missing = 这个请求已经不在了。
fault-undo-missing = 链接用过了，或已过期。
fault-start-missing = 链接用过了，或已过期。服务每次启动都会给出新的链接。
fault-role-unconfirmed = 有角色的成员要先确认邮箱。
fault-role-last-owner = 站点总要有一个主人，先把别人设为主人。
fault-reason-missing = 请写下理由。
fault-passkey-no-host = 站点要有自己的域名，并通过它访问，才能用通行密钥。
fault-passkey-refused = 通行密钥没有通过，再试一次。
fault-passkey-exists = 这台设备已经有你的通行密钥。
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
fault-consent-outdated = 规则有更新，请先阅读并同意。
