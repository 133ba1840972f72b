namespace KServe.Docs.Snippets;

internal static class OnnxModel
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe()
            .AddOnnxRuntime()
            .AddModel("iris", "file:///models/iris");
    }
}
