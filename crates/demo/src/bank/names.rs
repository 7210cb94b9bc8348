//! Names, places and a few words about oneself.

pub(crate) const FAMILY: [(&str, &str); 24] = [
    ("陈", "chen"), ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("杨", "yang"),
    ("黄", "huang"), ("赵", "zhao"), ("吴", "wu"), ("周", "zhou"), ("徐", "xu"), ("孙", "sun"),
    ("马", "ma"), ("朱", "zhu"), ("胡", "hu"), ("郭", "guo"), ("何", "he"), ("高", "gao"),
    ("罗", "luo"), ("郑", "zheng"), ("梁", "liang"), ("谢", "xie"), ("宋", "song"), ("唐", "tang"),
];

pub(crate) const GIVEN: [(&str, &str); 30] = [
    ("思远", "siyuan"), ("雨桐", "yutong"), ("子墨", "zimo"), ("静怡", "jingyi"), ("浩然", "haoran"),
    ("若溪", "ruoxi"), ("明轩", "mingxuan"), ("晓岚", "xiaolan"), ("一鸣", "yiming"), ("书瑶", "shuyao"),
    ("嘉树", "jiashu"), ("念安", "nianan"), ("承泽", "chengze"), ("清和", "qinghe"), ("云帆", "yunfan"),
    ("知夏", "zhixia"), ("文博", "wenbo"), ("采薇", "caiwei"), ("景行", "jingxing"), ("海宁", "haining"),
    ("亦凡", "yifan"), ("晴川", "qingchuan"), ("立言", "liyan"), ("梦洁", "mengjie"), ("斯年", "sinian"),
    ("乐之", "lezhi"), ("望舒", "wangshu"), ("行之", "xingzhi"), ("听雪", "tingxue"), ("怀瑾", "huaijin"),
];

pub(crate) const ENGLISH: [&str; 30] = [
    "Ada Novak", "Ben Carter", "Chloe Martin", "Daniel Osei", "Elena Rossi", "Farid Haddad",
    "Grace Kim", "Hugo Lindqvist", "Iris Tan", "Jonas Weber", "Kavya Rao", "Liam Byrne",
    "Maya Cohen", "Nadia Petrova", "Oscar Ruiz", "Priya Nair", "Quentin Dubois", "Rosa Alvarez",
    "Simon Clarke", "Tara Singh", "Uma Patel", "Victor Hansen", "Wren Ellis", "Yara Costa",
    "Zoe Fischer", "Marek Kowalski", "Hana Sato", "Leila Amari", "Tom Becker", "Nora Flynn",
];

pub(crate) const PLACES_ZH: [&str; 10] =
    ["上海", "北京", "杭州", "深圳", "成都", "南京", "武汉", "广州", "西安", ""];

pub(crate) const PLACES_EN: [&str; 10] =
    ["Berlin", "London", "Singapore", "Toronto", "Lisbon", "Austin", "Sydney", "Dublin", "Oslo", ""];

pub(crate) const BIOS_ZH: [&str; 10] = [
    "后端工程师，最近一年都在做检索。",
    "产品经理，关心模型上线以后谁来背锅。",
    "做数据标注出身，相信评测集比模型重要。",
    "独立开发者，一个人维护三个小工具。",
    "在医院信息科，想把病历检索做得靠谱一点。",
    "研究生在读，方向是长文本理解。",
    "律所里的工程师，每天和合同打交道。",
    "十年运维，如今给 GPU 排班。",
    "中学老师，用模型给作文写批注。",
    "翻译，术语表控。",
];

pub(crate) const BIOS_EN: [&str; 10] = [
    "Backend engineer. I like boring systems and good logs.",
    "I run evaluations for a living and trust none of mine.",
    "Product designer learning what models can not do.",
    "Search person since before embeddings were cool.",
    "Indie developer, two small apps, one patient partner.",
    "Data engineer at a hospital; privacy first.",
    "PhD student working on long documents.",
    "I teach statistics and ask for confidence intervals.",
    "Technical writer. I read the changelog so you do not have to.",
    "SRE for anything with a GPU in it.",
];
