using KServe.ControlPlane;
using KServe.Tool.Commands;
using KServe.Tool.Output;

namespace KServe.Tool.Resources;

/// <summary>Runs <c>delete</c>.</summary>
internal sealed class DeleteRun(ResourceClient client, ToolConsole console)
{
    public async Task<int> RunAsync(
        string? kindName,
        string? name,
        IReadOnlyList<string> paths,
        CancellationToken cancellationToken)
    {
        if (paths.Count > 0 && kindName is null)
        {
            return await DeleteFilesAsync(paths, cancellationToken);
        }

        if (kindName is null || name is null || ResourceKind.Find(kindName) is not { } kind)
        {
            console.Fail(["Give a kind and a name, or files with -f."]);
            return ExitCode.Usage;
        }

        await client.DeleteAsync(client.PathOf(kind, name), cancellationToken);
        console.WriteLine($"{kind.Name} {name} deleted");
        return ExitCode.Ok;
    }

    // The server says which resources a text holds, for only it knows their default namespace.
    private async Task<int> DeleteFilesAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        foreach (var (name, text) in ResourceTexts.Read(paths))
        {
            var answer = await client.ApplyAsync(text, name, isDryRun: true, cancellationToken);
            foreach (var resource in answer.GetProperty("items").EnumerateArray())
            {
                var kind = ResourceKind.Find(resource.GetProperty("kind").GetString()!)!;
                var resourceName = resource.GetProperty("name").GetString()!;
                await client.DeleteAsync(
                    client.PathOf(kind, resourceName, resource.GetProperty("namespace").GetString()),
                    cancellationToken);
                console.WriteLine($"{kind.Name} {resourceName} deleted");
            }
        }

        return ExitCode.Ok;
    }
}
