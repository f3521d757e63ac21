/* The bundle's program. It is Python itself, so that macOS takes the resident process for the application: notices and
 * permissions go by that. Called by anybody it is "ergobreak ..."; called by ergobreak with -m, for a screen, it is
 * "python -m ...", since sys.executable names this file. It heeds no variable and no folder of the person's. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#else
#include <unistd.h>
#endif

static int own_path(char *real)
{
    char given[PATH_MAX];
#ifdef __APPLE__
    uint32_t size = sizeof given;
    if (_NSGetExecutablePath(given, &size) != 0)
        return -1;
#else
    ssize_t size = readlink("/proc/self/exe", given, sizeof given - 1);
    if (size < 0)
        return -1;
    given[size] = '\0';
#endif
    return realpath(given, real) == NULL ? -1 : 0;
}

int main(int argc, char **argv)
{
    char self[PATH_MAX], folder[PATH_MAX], home[PATH_MAX + 32];
    if (own_path(self) != 0) {
        fputs("ergobreak: cannot tell where it is installed\n", stderr);
        return 70;
    }
    strcpy(folder, self);
    snprintf(home, sizeof home, "%s/../Resources/python", dirname(folder));

    int as_python = argc > 1 && strcmp(argv[1], "-m") == 0;
    char **words = calloc((size_t)argc + 3, sizeof *words);
    int count = 0;
    if (words == NULL)
        return 70;
    words[count++] = self;
    if (!as_python) {
        words[count++] = "-m";
        words[count++] = "ergobreak";
    }
    for (int each = 1; each < argc; each++)
        words[count++] = argv[each];

    PyPreConfig before;
    PyPreConfig_InitIsolatedConfig(&before);
    before.utf8_mode = 1; /* Finder and launchd set no language */
    PyStatus status = Py_PreInitialize(&before);
    if (PyStatus_Exception(status))
        Py_ExitStatusException(status);

    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.parse_argv = 1;
    config.install_signal_handlers = 1;
    config.configure_c_stdio = 1;
    config.write_bytecode = 0; /* a signed bundle must not change */
    status = PyConfig_SetBytesString(&config, &config.home, home);
    if (!PyStatus_Exception(status))
        status = PyConfig_SetBytesString(&config, &config.executable, self);
    if (!PyStatus_Exception(status))
        status = PyConfig_SetBytesArgv(&config, count, words);
    if (!PyStatus_Exception(status))
        status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status))
        Py_ExitStatusException(status);
    return Py_RunMain();
}
