# 搜索与订阅源。

discovery-title = 搜索
discovery-title-of = 搜索“{ $question }”
discovery-label = 搜帖子和评论
discovery-space = 空间
discovery-everywhere = 全部空间
discovery-sort-all = 全部
discovery-sort-posts = 帖子
discovery-sort-comments = 评论和回答
discovery-count = 找到 { COUNT($count) } 条
discovery-count-more = 相关的前 { COUNT($count) } 条
discovery-any-word = 没有同时含全部词的内容，下面含其中一部分。
discovery-fresh = 想找什么？
discovery-fresh-why = 输入词语，搜你能看的帖子、评论和回答。
discovery-fresh-act = 看最新帖子
discovery-too-short = 没有可以搜的词
discovery-too-short-why = 至少输入一个汉字、字母或数字。
discovery-empty = 没有找到“{ $question }”
discovery-empty-why = 换个说法，或直接提问。
discovery-ask = 提一个问题
discovery-kind-article = 文章
discovery-kind-question = 提问
discovery-kind-comment = 评论
discovery-kind-answer = 回答
discovery-locked = 会员可读全文
discovery-former = 已离开的成员
discovery-feed-rest = 其余部分会员可读

fault-search-too-short = 至少要有一个汉字、字母或数字。
fault-search-too-long = 搜索的话不超过 200 字。
fault-search-sort = 类型是 all、post 或 comment。
