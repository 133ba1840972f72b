using System.Text.Json;

namespace KServe.AspNetCore;

/// <summary>Writes the index of the model repository.</summary>
internal static class RepositoryIndex
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ModelStatus> index, bool onlyReady)
    {
        json.WriteStartArray();
        foreach (var model in index)
        {
            if (onlyReady && model.State != ModelState.Ready)
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteString("name"u8, model.Name);
            if (model.Version.Length > 0)
            {
                json.WriteString("version"u8, model.Version);
            }

            json.WriteString("state"u8, GetName(model.State));
            json.WriteString("reason"u8, model.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string GetName(ModelState state) => state switch
    {
        ModelState.Ready => "READY",
        ModelState.Loading => "LOADING",
        ModelState.Unloading => "UNLOADING",
        _ => "UNAVAILABLE",
    };
}
