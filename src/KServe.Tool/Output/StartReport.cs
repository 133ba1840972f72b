using Spectre.Console;

namespace KServe.Tool.Output;

/// <summary>Tells what is served and where, once the first loads have ended.</summary>
internal sealed class StartReport(ToolConsole console, ModelRegistry registry)
{
    public void Write(ServerAddress address)
    {
        WriteModels();
        foreach (var (protocol, url) in address.Listening)
        {
            console.WriteLine($"{protocol,-5} {url}");
        }

        console.WriteLine();
        if (address.HttpUrl is { } url1 && FindReady() is { } ready)
        {
            using var lease = registry.PinStable(ready.Name, ready.Version);
            console.WriteLine("Try:");
            console.WriteLine(lease.Revision.GetService(typeof(TextGenerationModel)) is null
                ? $"  {CurlLine.For(url1, ready.Name, lease.Revision.Signature)}"
                : $"  {CurlLine.ForChat(url1, ready.Name)}");
        }

        console.WriteLine("Stop with Ctrl+C.");
    }

    private static string Describe(ModelState state) => state switch
    {
        ModelState.Ready => "[green]ready[/]",
        ModelState.Unavailable => "[red]unavailable[/]",
        ModelState.Loading => "loading",
        _ => "unloading",
    };

    private void WriteModels()
    {
        var index = registry.GetIndex();
        if (index.Count == 0)
        {
            console.WriteLine("No model is loaded; clients may load those of the repository.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Model", "Version", "State", "Reason");
        foreach (var model in index)
        {
            table.AddRow(
                Markup.Escape(model.Name),
                Markup.Escape(model.Version),
                Describe(model.State),
                Markup.Escape(model.Reason));
        }

        console.Out.Write(table);
    }

    private ModelStatus? FindReady()
    {
        foreach (var model in registry.GetIndex())
        {
            if (model.State == ModelState.Ready)
            {
                return model;
            }
        }

        return null;
    }
}
