using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Answers scrapes.</summary>
internal sealed class MetricsRoute(MetricsCollector collector, ProcessMetrics process, ReplyPool replies)
{
    private const string PrometheusType = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    public async Task GetAsync(HttpContext context)
    {
        var isOpenMetrics = context.Request.Headers.Accept.ToString()
            .Contains("application/openmetrics-text", StringComparison.OrdinalIgnoreCase);
        var reply = replies.Rent();
        try
        {
            Write(new PrometheusText(reply.Buffer, isOpenMetrics));
            await reply.SendAsync(context, isOpenMetrics ? OpenMetricsType : PrometheusType);
        }
        finally
        {
            replies.Return(reply);
        }
    }

    private void Write(PrometheusText text)
    {
        collector.Collect(text, static (text, family) => text.Write(family));
        text.Write(
            "kserve_metrics_dropped_total",
            "Measurements dropped because there are too many series.",
            MetricKind.Counter,
            collector.Dropped);
        process.Write(text);
        text.WriteEnd();
    }
}
