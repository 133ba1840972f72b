using System.Text.Json;
using KServe.ControlPlane;
using KServe.Tool.Commands;
using KServe.Tool.Output;
using Spectre.Console;

namespace KServe.Tool.Resources;

/// <summary>Runs <c>get</c>.</summary>
internal sealed class GetRun(ResourceClient client, ToolConsole console)
{
    public required string Output { get; init; }

    public async Task<int> RunAsync(string kindName, string? name, CancellationToken cancellationToken)
    {
        if (kindName is not "all" && ResourceKind.Find(kindName) is null)
        {
            var known = string.Join(", ", ResourceKind.All.Select(static kind => kind.Plural));
            console.Fail([$"There is no kind '{kindName}'; known are {known} and all."]);
            return ExitCode.Usage;
        }

        var path = kindName is "all" ? "" : client.PathOf(ResourceKind.Find(kindName)!, name);
        if (Output == "table")
        {
            Write(await client.GetAsync(path, cancellationToken), ResourceKind.Find(kindName));
            return ExitCode.Ok;
        }

        var text = await client.GetTextAsync(path, $"application/{Output}", cancellationToken);
        console.WriteLine(text.TrimEnd());
        return ExitCode.Ok;
    }

    private void Write(JsonElement answer, ResourceKind? kind)
    {
        var rows = answer.TryGetProperty("items", out var items)
            ? items.EnumerateArray().Select(ResourceRow.Read).ToArray()
            : [ResourceRow.Read(answer)];
        if (rows.Length == 0)
        {
            console.WriteLine(kind is { IsNamespaced: true }
                ? $"No {kind.Plural} in namespace {client.Namespace}; 'kserve get all' shows those of all namespaces."
                : "No resources.");
        }
        else
        {
            var table = new Table().Border(TableBorder.Rounded)
                .AddColumns("Kind", "Namespace", "Name", "Ready", "Reason", "URL");
            foreach (var row in rows)
            {
                var ready = row.IsReady ? "[green]True[/]" : $"[red]{Markup.Escape(row.Ready)}[/]";
                table.AddRow(
                    Markup.Escape(row.Kind),
                    Markup.Escape(row.Namespace),
                    Markup.Escape(row.Name),
                    ready,
                    Markup.Escape(row.Reason),
                    Markup.Escape(row.Url));
            }

            console.Out.Write(table);
        }

        if (answer.TryGetProperty("fileErrors", out var errors))
        {
            foreach (var error in errors.EnumerateArray())
            {
                console.Warn(
                    $"{error.GetProperty("file")}:{error.GetProperty("line")}: {error.GetProperty("message")}");
            }
        }
    }
}
