using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Reads the names of models and versions out of routes.</summary>
internal static class RouteNames
{
    public static string Model(HttpContext context)
    {
        var model = Get(context, "model");
        RequireModel(model);
        return model;
    }

    public static string Version(HttpContext context) => Get(context, "version");

    public static string Get(HttpContext context, string key) => context.Request.RouteValues[key] as string ?? "";

    public static void RequireModel(string model)
    {
        if (ModelNames.GetError(model) is { } error)
        {
            throw InferenceException.InvalidArgument(error);
        }
    }
}
