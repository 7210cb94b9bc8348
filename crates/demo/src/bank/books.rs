//! Books that the community reads, each with what a reader takes from it, in both languages.

/// A book in one language.
pub(crate) struct Reading {
    pub(crate) title: &'static str,
    pub(crate) ideas: [&'static str; 3],
}

#[rustfmt::skip]
pub(crate) const BOOKS: [(Reading, Reading); 10] = [
    (Reading { title: "清单革命", ideas: ["清单管的是人人都会、偏偏有人忘的那几步", "一张清单超过九条就没有人看", "敢喊停的人比清单本身要紧"] },
        Reading { title: "The Checklist Manifesto", ideas: ["a list is for what everybody knows and somebody forgets", "more than nine lines and nobody reads it", "somebody must be allowed to stop the line"] }),
    (Reading { title: "思考，快与慢", ideas: ["眼前的证据越少，故事讲得越顺", "换一种问法，同一个人会给出相反的答案", "样本小的地方总能看到极端"] },
        Reading { title: "Thinking, Fast and Slow", ideas: ["the less evidence there is, the smoother the story", "ask it another way and the same person says the opposite", "small samples are full of extremes"] }),
    (Reading { title: "设计心理学", ideas: ["用户按错了，错的多半是按钮", "反馈来得慢，人就会再按一次", "能看见的选项才算存在"] },
        Reading { title: "The Design of Everyday Things", ideas: ["when people press the wrong thing the fault is in the thing", "if the answer is slow they will press again", "what one cannot see does not exist"] }),
    (Reading { title: "人月神话", ideas: ["给晚了的项目加人，它会更晚", "概念完整比功能齐全难得", "第二个系统最容易做过头"] },
        Reading { title: "The Mythical Man-Month", ideas: ["adding people to a late project makes it later", "unity of idea is rarer than a full list of features", "the second system is the one that gets overdone"] }),
    (Reading { title: "如何阅读一本书", ideas: ["说得出作者要解决什么问题，才算读过", "先略读，再决定值不值得细读", "同意之前要先做到能反驳"] },
        Reading { title: "How to Read a Book", ideas: ["you have not read it until you can name the question it answers", "skim first, then decide whether it deserves the slow reading", "one must be able to object before one may agree"] }),
    (Reading { title: "统计数字会撒谎", ideas: ["先问这个平均数是哪一种", "图的纵轴从哪里开始，结论就从哪里开始", "谁不在样本里，往往就是答案"] },
        Reading { title: "How to Lie with Statistics", ideas: ["ask which kind of average it is", "where the axis begins the conclusion begins", "who is missing from the sample is often the answer"] }),
    (Reading { title: "认知天性", ideas: ["费力回忆一次，胜过重读三遍", "混着练看起来慢，考起来快", "觉得读懂了，是最不可靠的信号"] },
        Reading { title: "Make It Stick", ideas: ["one hard recall beats three readings", "mixed practice feels slow and tests well", "the feeling of having understood is the least reliable sign"] }),
    (Reading { title: "卡片笔记写作法", ideas: ["笔记写给忘光了的自己", "不和旧笔记连上的新笔记等于没记", "写作在动笔之前就开始了"] },
        Reading { title: "How to Take Smart Notes", ideas: ["write for the self that has forgotten everything", "a note that links to nothing is not kept", "writing begins long before the first sentence"] }),
    (Reading { title: "系统之美", ideas: ["延迟会让好心的调整变成震荡", "指标一旦成了目标就不再是指标", "最有用的支点常常是目的本身"] },
        Reading { title: "Thinking in Systems", ideas: ["delays turn good intentions into swings", "a measure that becomes the aim stops measuring", "the strongest lever is often the purpose itself"] }),
    (Reading { title: "写作法宝", ideas: ["每个不做事的词都该删掉", "改第三遍的时候文章才开始", "想清楚写给谁，语气就有了"] },
        Reading { title: "On Writing Well", ideas: ["a word that does no work has to go", "the piece begins with the third rewriting", "know for whom you write and the tone comes by itself"] }),
];
