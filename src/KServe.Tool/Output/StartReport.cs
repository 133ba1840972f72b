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
            console.WriteLine($"{protocol,-6} {url}");
        }

        if (address.HttpUrl is { } baseUrl)
        {
            WriteWhatToTry(baseUrl);
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

    // The first model, by the API that it is called by; and the command that talks to one that can talk.
    private void WriteWhatToTry(string baseUrl)
    {
        ModelStatus[] ready = [.. registry.GetIndex().Where(static model => model.State == ModelState.Ready)];
        var talkers = Array.FindAll(ready, Is<TextGenerationModel>);
        if (talkers.Length > 0 || Array.Exists(ready, Is<TextEncodingModel>))
        {
            console.WriteLine($"OpenAI {baseUrl}/v1");
        }

        console.WriteLine();
        if (ready.Length > 0)
        {
            console.WriteLine("Try:");
            console.WriteLine($"  {DescribeCall(baseUrl, ready[0])}");
        }

        if (talkers.Length > 0)
        {
            console.WriteLine($"  {ChatLine.For(baseUrl, talkers[0].Name)}");
        }
    }

    private string DescribeCall(string baseUrl, ModelStatus model)
    {
        using var lease = registry.PinStable(model.Name, model.Version);
        var revision = lease.Revision;
        if (revision.GetService(typeof(TextGenerationModel)) is not null)
        {
            return CurlLine.ForChat(baseUrl, model.Name);
        }

        return revision.GetService(typeof(TextEncodingModel)) is TextEncodingModel { Task: TextEncodingTask.Embedding }
            ? CurlLine.ForEmbedding(baseUrl, model.Name)
            : CurlLine.For(baseUrl, model.Name, revision.Signature);
    }

    private bool Is<TModel>(ModelStatus model)
        where TModel : Predictor
    {
        using var lease = registry.PinStable(model.Name, model.Version);
        return lease.Revision.GetService(typeof(TModel)) is not null;
    }
}
