using System.Text;
using KServe.Runtime.Pmml;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Tests.Pmml;

/// <summary>Writes small documents, loads them and computes their outputs.</summary>
internal static class PmmlDocument
{
    /// <summary>Wraps a data dictionary and models into a document.</summary>
    public static string Wrap(string body, string version = "4.4")
    {
        var uri = $"http://www.dmg.org/PMML-{version.Replace('.', '_')}";
        return $"""<PMML version="{version}" xmlns="{uri}"><Header/>{body}</PMML>""";
    }

    /// <summary>Writes a data dictionary of fields like <c>x:double</c> and <c>c:string:a|b</c>.</summary>
    public static string Dictionary(params string[] fields)
    {
        var builder = new StringBuilder("<DataDictionary>");
        foreach (var field in fields)
        {
            var parts = field.Split(':');
            var isContinuous = parts[1] is "double" or "float" or "integer" && parts.Length == 2;
            var opType = isContinuous ? "continuous" : "categorical";
            builder.Append($"""<DataField name="{parts[0]}" optype="{opType}" dataType="{parts[1]}">""");
            foreach (var value in parts.Length > 2 ? parts[2].Split('|') : [])
            {
                builder.Append($"""<Value value="{value}"/>""");
            }

            builder.Append("</DataField>");
        }

        return builder.Append("</DataDictionary>").ToString();
    }

    /// <summary>Writes a mining schema; the first field is the target unless it is empty.</summary>
    public static string Schema(string target, params string[] active)
    {
        var fields = string.Concat(active.Select(static name => $"""<MiningField name="{name}"/>"""));
        var first = target.Length == 0 ? "" : $"""<MiningField name="{target}" usageType="target"/>""";
        return $"<MiningSchema>{first}{fields}</MiningSchema>";
    }

    public static PmmlModel Load(string document)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(document));
        return PmmlReader.Load(stream, CancellationToken.None);
    }

    /// <summary>Computes one output of numbers.</summary>
    public static double[] Numbers(PmmlModel model, Table table, string? output = null)
    {
        using var tensor = Compute(model, table, output);
        return tensor.DataType switch
        {
            TensorDataType.INT64 => [.. tensor.AsSpan<long>().ToArray().Select(static value => (double)value)],
            TensorDataType.BOOL => [.. tensor.Data.ToArray().Select(static value => (double)value)],
            _ => tensor.AsSpan<double>().ToArray(),
        };
    }

    /// <summary>Computes one output of texts.</summary>
    public static string[] Texts(PmmlModel model, Table table, string? output = null)
    {
        using var tensor = Compute(model, table, output);
        return tensor.ToStrings();
    }

    /// <summary>Makes a table of one row of numbers and texts, in the order of the model's fields.</summary>
    public static Table Row(PmmlModel model, params object?[] cells) => Table.FromColumns(
        1,
        [.. cells.Select((cell, index) => cell switch
        {
            string text => new TableColumn(model.ColumnNames[index], [text]),
            null => new TableColumn(model.ColumnNames[index], [double.NaN]),
            bool flag => new TableColumn(model.ColumnNames[index], [flag ? 1 : 0], TableColumnKind.Boolean),
            _ => new TableColumn(model.ColumnNames[index], [Convert.ToDouble(cell)]),
        })]);

    private static InferTensor Compute(PmmlModel model, Table table, string? output)
    {
        var wanted = model.Outputs.Single(candidate => candidate.Name == (output ?? model.DefaultOutputs[0]));
        return model.Compute(table, wanted, wanted.Name, new TensorPool(), CancellationToken.None);
    }
}
