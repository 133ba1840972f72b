namespace KServe.Docs.Snippets;

internal static class AspNetCoreProgram
{
    public static void Run(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddKServeCore()
            .AddPredictor<MeanPredictor>("mean")
            .AddProtocols();

        var app = builder.Build();
        app.MapKServe();
        app.Run();
    }
}
