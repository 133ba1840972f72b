using KServe.Load.Crash;
using KServe.Soak;

switch (args)
{
    case ["serve", var file, var cache]:
        await CrashServer.RunAsync(file, cache);
        return 0;
    case ["kill", .. var rest]:
        return await KillCommand.RunAsync(rest);
    case ["reload", .. var rest]:
        return await ReloadCommand.RunAsync(rest);
    default:
        return await SoakCommand.RunAsync(args);
}
