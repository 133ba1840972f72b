namespace KServe.Docs.Snippets;

internal static class CoreOnly
{
    public static void Add(IServiceCollection services)
    {
        services.AddKServeCore().AddPredictor<MeanPredictor>("mean");
    }
}
