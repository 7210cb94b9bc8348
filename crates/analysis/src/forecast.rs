//! Forecasts of a series with honest intervals.

pub(crate) mod autoregression;
mod simplex;
pub(crate) mod season;
pub(crate) mod smoothing;
pub(crate) mod theta;

/// lab
#[doc(hidden)]
pub fn lab(method: &str, values: &[f64], period: usize, h: usize) -> Option<Vec<f64>> {
    let season = season::Season::find(values, period);
    let clean = season.as_ref().map_or_else(|| values.to_vec(), |s| s.remove(values));
    use smoothing::*;
    let one = |m: &str, v: &[f64]| -> Option<Vec<f64>> { match m {
        "naive" => Some(vec![*v.last()?; h]),
        "theta" => theta::classic(v, h),
        "dotm" => theta::dynamic(v, h),
        "ar" => autoregression::differenced(v, h),
        "ses" => Smoothing::fit(v, Trend::Level).map(|s| s.project(h)),
        "holt" => Smoothing::fit(v, Trend::Linear).map(|s| s.project(h)),
        "damped" => Smoothing::fit(v, Trend::Damped).map(|s| s.project(h)),
        "ets" => [Trend::Level, Trend::Linear, Trend::Damped].iter().filter_map(|t| Smoothing::fit(v, *t)).min_by(|a,b| a.criterion().total_cmp(&b.criterion())).map(|s| s.project(h)),
        _ => None } };
    let one_or_log = |m: &str, v: &[f64]| -> Option<Vec<f64>> {
        if let Some(m) = m.strip_prefix("log") {
            if v.iter().any(|x| *x <= 0.0) { return one(m, v) }
            let l: Vec<f64> = v.iter().map(|x| x.ln()).collect();
            one(m, &l).map(|f| f.iter().map(|x| x.exp()).collect())
        } else { one(m, v) } };
    let mut f = if method.contains('+') || method.contains('|') {
        let sep = if method.contains('|') {'|'} else {'+'};
        let all: Vec<Vec<f64>> = method.split(sep).filter_map(|m| one_or_log(m, &clean)).collect();
        (0..h).map(|i| { let mut c: Vec<f64> = all.iter().map(|a| a[i]).collect(); c.sort_by(f64::total_cmp);
            if sep=='+' { c.iter().sum::<f64>()/c.len() as f64 } else { let k=c.len(); (c[(k-1)/2]+c[k/2])/2.0 } }).collect()
    } else { one_or_log(method, &clean)? };
    if let Some(s) = &season { s.restore(&mut f, values.len()); }
    Some(f)
}
