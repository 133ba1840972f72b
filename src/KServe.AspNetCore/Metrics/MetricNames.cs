using System.Diagnostics.Metrics;
using System.Text;

namespace KServe.AspNetCore;

/// <summary>Turns names of instruments into names of Prometheus metrics.</summary>
internal static class MetricNames
{
    private const string VllmPrefix = "vllm:";

    /// <summary>Gets a metric's name: the one that KServe's dashboards query, or the usual translation.</summary>
    public static string Of(Instrument instrument, MetricKind kind) => instrument.Name switch
    {
        "kserve.request.preprocess.duration" => "request_preprocess_seconds",
        "kserve.request.predict.duration" => "request_predict_seconds",
        "kserve.request.postprocess.duration" => "request_postprocess_seconds",
        "kserve.request.explain.duration" => "request_explain_seconds",
        _ => Translate(instrument.Name, instrument.Unit, kind),
    };

    /// <summary>Replaces what a label's name must not hold.</summary>
    public static string Label(string name) => Clean(name).ToString();

    private static string Translate(string name, string? unit, MetricKind kind)
    {
        var text = Clean(name);
        if (name.StartsWith(VllmPrefix, StringComparison.Ordinal))
        {
            // Dashboards of language models ask for these names, whose colon Prometheus allows.
            text[VllmPrefix.Length - 1] = ':';
        }

        var suffix = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            "1" when kind == MetricKind.Gauge => "_ratio",
            _ => "",
        };
        AppendOnce(text, suffix);
        AppendOnce(text, kind == MetricKind.Counter ? "_total" : "");
        return text.ToString();
    }

    private static void AppendOnce(StringBuilder text, string suffix)
    {
        if (suffix.Length > 0 && !text.ToString().EndsWith(suffix, StringComparison.Ordinal))
        {
            text.Append(suffix);
        }
    }

    private static StringBuilder Clean(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return text;
    }
}
