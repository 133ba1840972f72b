namespace KServe.Docs.Snippets;

internal static class ReadmeProgram
{
    public static void Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddKServe()
            .AddModel("iris", "/models/iris/model.joblib")
            .AddPredictor<MeanPredictor>("mean");
        var app = builder.Build();
        app.MapKServe();
        app.Run();
    }
}
