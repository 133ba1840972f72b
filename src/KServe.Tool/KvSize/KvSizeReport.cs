using System.Globalization;
using KServe.Runtime.Generative.Configuration;
using KServe.Tool.Output;
using Spectre.Console;

namespace KServe.Tool.KvSize;

/// <summary>Prints the memory of a KV cache.</summary>
internal static class KvSizeReport
{
    private const double Gibi = 1 << 30;

    public static void Write(ToolConsole console, KvCacheShape shape, long tokens, string type, bool isClassic)
    {
        var element = KvSizeTypes.Find(type);
        var bytes = KvCacheSize.Compute(shape, tokens, element);
        var table = new Table().Border(TableBorder.Rounded).AddColumns("KV cache", "");
        table.AddRow("layers", Number(shape.LayerCount));
        if (shape.LatentSize > 0)
        {
            table.AddRow("latent size", Number(shape.LatentSize));
        }
        else
        {
            table.AddRow("key and value heads", Number(shape.KeyValueHeadCount));
            table.AddRow("head size", Number(shape.HeadSize));
        }

        if (!shape.Windows.IsDefaultOrEmpty)
        {
            table.AddRow("windows", Windows(shape));
        }

        table.AddRow("type", type);
        table.AddRow("tokens", Number(tokens));
        table.AddRow("bytes of the first token", Number(KvCacheSize.Compute(shape, 1, element)));
        table.AddRow("bytes", Number(bytes));
        table.AddRow(
            isClassic ? "GB (2^30 bytes)" : "GiB", (bytes / Gibi).ToString("F4", CultureInfo.InvariantCulture));
        console.Out.Write(table);
    }

    private static string Windows(KvCacheShape shape) => string.Join(
        ", ",
        shape.Windows.GroupBy(static window => window).OrderBy(static group => group.Key).Select(static group =>
            group.Key == 0 ? $"{group.Count()} layers without" : $"{group.Count()} layers of {group.Key} tokens"));

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
