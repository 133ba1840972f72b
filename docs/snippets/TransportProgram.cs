namespace KServe.Docs.Snippets;

internal static class TransportProgram
{
    public static void Run(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.UseKServeTransport();
        builder.Services.AddKServe().AddPredictor<MeanPredictor>("mean");

        var app = builder.Build();
        app.MapKServe();
        app.Run();
    }
}
