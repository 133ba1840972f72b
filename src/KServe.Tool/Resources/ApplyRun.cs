using KServe.ControlPlane;
using KServe.Tool.Commands;
using KServe.Tool.Output;

namespace KServe.Tool.Resources;

/// <summary>Runs <c>apply</c>.</summary>
internal sealed class ApplyRun(ResourceClient client, ToolConsole console)
{
    public bool IsDryRun { get; init; }

    public int? WaitSeconds { get; init; }

    /// <summary>Applies all files; those that are refused do not keep the others from being tried.</summary>
    public async Task<int> RunAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        List<ResourceRow> applied = [];
        var isRefused = false;
        foreach (var (name, text) in ResourceTexts.Read(paths))
        {
            try
            {
                var answer = await client.ApplyAsync(text, name, IsDryRun, cancellationToken);
                if (IsDryRun)
                {
                    console.WriteLine($"{name} is right");
                    continue;
                }

                foreach (var row in answer.GetProperty("items").EnumerateArray().Select(ResourceRow.Read))
                {
                    console.WriteLine($"{row.Kind} {row.Namespace}/{row.Name} applied");
                    applied.Add(row);
                }
            }
            catch (ResourceCallException error)
            {
                console.Fail(error.Failures);
                isRefused = true;
            }
        }

        var isReady = WaitSeconds is null || await WaitAsync(applied, cancellationToken);
        return isRefused ? ExitCode.Refused : isReady ? ExitCode.Ok : ExitCode.NotReady;
    }

    private async Task<bool> WaitAsync(List<ResourceRow> applied, CancellationToken cancellationToken)
    {
        var isReady = true;
        foreach (var row in applied)
        {
            var path = client.PathOf(ResourceKind.Find(row.Kind)!, row.Name, row.Namespace);
            var now = ResourceRow.Read(await client.GetAsync($"{path}?wait={WaitSeconds}", cancellationToken));
            if (now.IsReady)
            {
                console.WriteLine($"{row.Kind} {row.Namespace}/{row.Name} is ready");
            }
            else
            {
                console.Fail([$"{row.Kind} {row.Namespace}/{row.Name} is not ready: {now.Reason}"]);
                isReady = false;
            }
        }

        return isReady;
    }
}
