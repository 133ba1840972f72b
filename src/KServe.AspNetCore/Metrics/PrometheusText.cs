using System.Buffers;
using System.Globalization;
using System.Text;
using KServe.Protocol;

namespace KServe.AspNetCore;

/// <summary>Writes metrics in the Prometheus text format 0.0.4 or in OpenMetrics 1.0.</summary>
internal readonly struct PrometheusText(PooledBufferWriter buffer, bool isOpenMetrics)
{
    private const string Total = "_total";

    public void Write(MetricFamily family)
    {
        WriteHead(family.Name, family.Help, family.Kind);
        foreach (var series in family.GetSeries())
        {
            if (family.Kind == MetricKind.Histogram)
            {
                WriteHistogram(family, series);
            }
            else
            {
                WriteSample(family.Name, series.Labels, series.Value);
            }
        }
    }

    public void Write(string name, string help, MetricKind kind, double value)
    {
        WriteHead(name, help, kind);
        WriteSample(name, "", value);
    }

    public void WriteHead(string name, string help, MetricKind kind)
    {
        // OpenMetrics names a counter without the suffix that its samples have.
        var family = isOpenMetrics && kind == MetricKind.Counter && name.EndsWith(Total, StringComparison.Ordinal)
            ? name[..^Total.Length]
            : name;
        Write("# HELP ");
        Write(family);
        Write(" ");
        Write(help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));
        Write("\n# TYPE ");
        Write(family);
        Write(kind switch
        {
            MetricKind.Counter => " counter\n",
            MetricKind.Histogram => " histogram\n",
            _ => " gauge\n",
        });
    }

    public void WriteSample(string name, string labels, double value)
    {
        Write(name);
        if (labels.Length > 0)
        {
            Write("{");
            Write(labels);
            Write("}");
        }

        Write(" ");
        Write(value);
        Write("\n");
    }

    public void WriteEnd()
    {
        if (isOpenMetrics)
        {
            Write("# EOF\n");
        }
    }

    private void WriteHistogram(MetricFamily family, MetricSeries series)
    {
        long count = 0;
        for (var i = 0; i <= family.Bounds.Length; i++)
        {
            count += series.GetBucket(i);
            Write(family.Name);
            Write("_bucket{");
            Write(series.Labels);
            Write(series.Labels.Length > 0 ? ",le=\"" : "le=\"");
            Write(i == family.Bounds.Length ? double.PositiveInfinity : family.Bounds[i], isOpenMetrics);
            Write("\"} ");
            Write(count);
            Write("\n");
        }

        WriteSample(family.Name + "_sum", series.Labels, series.Value);
        WriteSample(family.Name + "_count", series.Labels, count);
    }

    private void Write(double value, bool hasPoint = false)
    {
        if (double.IsPositiveInfinity(value))
        {
            Write("+Inf");
            return;
        }

        if (double.IsNegativeInfinity(value))
        {
            Write("-Inf");
            return;
        }

        value.TryFormat(buffer.GetSpan(64), out var count, provider: CultureInfo.InvariantCulture);
        buffer.Advance(count);
        if (hasPoint && double.IsInteger(value) && Math.Abs(value) < 1e15)
        {
            Write(".0");
        }
    }

    private void Write(string text)
    {
        var span = buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        buffer.Advance(Encoding.UTF8.GetBytes(text, span));
    }
}
